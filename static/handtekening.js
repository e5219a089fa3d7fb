// The signature pad. Typing the name is always enough; drawing shows only when this file runs.
// Strokes are kept as parts of the width (the pad keeps its shape), so that turning the phone loses nothing.
const INK = "#111";
const WIDTH = 2.6;

function pad(area) {
  const form = area.closest("form");
  const canvas = area.querySelector("canvas");
  const status = area.querySelector("[data-stand]");
  const hidden = form.elements.namedItem("tekening");
  const pen = canvas.getContext("2d", { alpha: false });
  let strokes = [];
  let current = null;

  function curve(points) {
    const wide = canvas.clientWidth;
    const at = ([x, y]) => [x * wide, y * wide];
    const [first, ...rest] = points.map(at);
    pen.beginPath();
    pen.moveTo(...first);
    if (!rest.length) pen.lineTo(first[0] + 0.1, first[1]);
    let before = first;
    for (const point of rest) {
      pen.quadraticCurveTo(...before, (before[0] + point[0]) / 2, (before[1] + point[1]) / 2);
      before = point;
    }
    if (rest.length) pen.lineTo(...before);
    pen.stroke();
  }

  function draw() {
    const sharp = Math.max(2, window.devicePixelRatio || 1);
    const [wide, high] = [canvas.clientWidth, canvas.clientHeight];
    if (!wide) return;
    if (canvas.width !== Math.round(wide * sharp) || canvas.height !== Math.round(high * sharp)) {
      canvas.width = Math.round(wide * sharp);
      canvas.height = Math.round(high * sharp);
    }
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, wide, high);
    Object.assign(pen, { strokeStyle: INK, lineWidth: WIDTH, lineCap: "round", lineJoin: "round" });
    strokes.forEach(curve);
  }

  function add(event) {
    const box = canvas.getBoundingClientRect();
    const batch = event.getCoalescedEvents?.() ?? [];
    for (const one of batch.length ? batch : [event]) {
      current.push([(one.clientX - box.left) / box.width, (one.clientY - box.top) / box.width]);
    }
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (current || (event.pointerType === "mouse" && event.button !== 0)) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    current = [];
    current.pointer = event.pointerId;
    strokes.push(current);
    add(event);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!current || event.pointerId !== current.pointer) return;
    add(event);
    draw();
  });
  const lift = (event) => {
    if (!current || event.pointerId !== current.pointer) return;
    current = null;
    status.textContent = area.dataset.staatEr;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);

  area.querySelector("[data-wis]").addEventListener("click", () => {
    strokes = [];
    draw();
    status.textContent = area.dataset.leeg;
  });

  // Drawing or typing: the page shows the one that is chosen.
  const choice = form.querySelector("[data-wijze]");
  const typed = form.querySelector("[data-typen]");
  const drawing = () => form.elements.namedItem("wijze").value === "tekenen";
  function choose() {
    area.hidden = !drawing();
    typed.hidden = drawing();
    draw();
  }
  choice.hidden = false;
  for (const radio of choice.querySelectorAll("input")) {
    radio.disabled = false;
    radio.addEventListener("change", choose);
  }
  if (!form.elements.namedItem("wijze").value) choice.querySelector("input").checked = true;
  form.querySelector("[data-zonder-scripts]")?.remove();
  choose();

  new ResizeObserver(draw).observe(canvas);
  form.addEventListener("submit", () => {
    hidden.value = "";
    if (drawing() && strokes.length) {
      draw();
      hidden.value = canvas.toDataURL("image/png");
    }
  });
}

document.querySelectorAll("[data-handtekening]").forEach(pad);
