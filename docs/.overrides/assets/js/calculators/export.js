// The result as a file; fetched when somebody asks for one.

/** Saves what a calculator shows, of one or two set-ups. */
export async function save(page, kind) {
  if (!page.latest) await page.update({ keepAddress: true });
  if (!page.latest || page.querySelector("[aria-invalid]")) return;
  const { a, b, result } = page.latest, { letters } = page.engine.calculator;
  const sides = [page.engine.documentOf(a, result.a), page.engine.documentOf(b, result.b)].slice(0, letters.length);
  download(kind, page.dataset.calculator, sides, page.address());
}

function download(kind, name, sides, link) {
  const [a, b] = sides, text = kind === "json" ? `${JSON.stringify({ a, b, link }, null, 2)}\n` : csv(sides);
  const anchor = document.createElement("a");
  const address = URL.createObjectURL(new Blob([text], { type: kind === "json" ? "application/json" : "text/csv" }));
  anchor.href = address;
  anchor.download = `${name}.${kind}`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** One line a value: what, of which kind, in each set-up, in which unit. */
function csv(sides) {
  const quoted = (value) => (/[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));
  const lines = [["kind", "name", ...(sides.length > 1 ? ["a", "b"] : ["value"]), "unit"]];
  const [{ inputs, results, units }] = sides;
  for (const name of Object.keys(inputs)) lines.push(["input", name, ...sides.map((side) => side.inputs[name]), ""]);
  for (const name of Object.keys(results)) lines.push(["result", name, ...sides.map((side) => side.results[name]), units[name] ?? ""]);
  return lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
}
