// Fills a Word file with docxtemplater, for tests/bench/filling.py: TEMPLATE DATA OUT TIMES.
// Prints the median of the processor time of a fill, in ms, after as many that warm it up.
const fs = require("fs");
const PizZip = require("pizzip");
const Docxtemplater = require("docxtemplater");

const [template, data, out, times] = process.argv.slice(2);
const content = fs.readFileSync(template);
const names = JSON.parse(fs.readFileSync(data, "utf8"));

function fill() {
  const delimiters = { start: "[[", end: "]]" };
  const word = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true, delimiters });
  word.render(names);
  return word.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
}

const took = [];
for (let turn = 0; turn < 2 * Number(times); turn += 1) {
  const begin = process.cpuUsage();
  const made = fill();
  const used = process.cpuUsage(begin);
  if (turn >= Number(times)) took.push((used.user + used.system) / 1000);
  if (turn === 0) fs.writeFileSync(out, made);
}
took.sort((one, other) => one - other);
console.log(took[Math.floor(took.length / 2)]);
