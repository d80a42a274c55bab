extension FleetPage {
  /// SHA-256 of the script, for the page's policy. A test compares them.
  static let scriptHash = "7RirwU7KYQyG7XTCcjzfWWw/Vv8Oel++y8EvUWhXzCE="

  /// Sorts the tables and filters the apps; without it everything is there all the same.
  static let script = #"""

    "use strict";
    (() => {
      const ranks = { n: 0, f: 1, o: 2, m: 3 };
      const all = (selector, within = document) => [...within.querySelectorAll(selector)];
      const make = (name, properties, ...children) => {
        const element = Object.assign(document.createElement(name), properties);
        element.append(...children);
        return element;
      };

      // Sorting

      const value = (row, column, kind) => {
        const cell = row.cells[column];
        if (kind === "text") return (cell ? cell.textContent : "").toLowerCase();
        if (kind === "rank") return cell && cell.className in ranks ? ranks[cell.className] : -1;
        const number = parseFloat((cell ? cell.textContent : "").replace(/\s/g, ""));
        return Number.isNaN(number) ? -1 : number;
      };

      const sort = (table, head) => {
        const kind = head.dataset.sort;
        // Numbers and coverage are looked at from the lowest on, to find what is missing.
        const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        for (const other of all("th[aria-sort]", table)) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
        const body = table.tBodies[0];
        const rows = [...body.rows].map((row) => ({ row, key: value(row, head.cellIndex, kind) }));
        rows.sort((a, b) => direction * (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
        body.append(...rows.map((item) => item.row));
      };

      for (const table of all("table")) {
        for (const head of all("th[data-sort]", table)) {
          const button = make("button", { type: "button", title: "Sort" }, ...head.childNodes);
          button.addEventListener("click", () => sort(table, head));
          head.append(button);
        }
      }

      // Filtering

      const table = document.getElementById("apps");
      if (table) {
        const rows = [...table.tBodies[0].rows].map((row) => ({
          row,
          text: row.textContent.toLowerCase(),
          kinds: new Set([...row.cells].map((cell) => cell.className)),
        }));
        const columns = all("thead tr:last-child th", table).slice(1);
        const used = columns.map((_, index) =>
          rows.some((item) => "om".includes(item.row.cells[index + 1]?.className || "-")));
        for (const item of rows) {
          item.gap = used.some((is, index) => is && "nf".includes(item.row.cells[index + 1]?.className || "-"));
        }
        const search = make("input", { type: "search", placeholder: "App, webhook or host", autocomplete: "off" });
        const choice = make(
          "select", {},
          make("option", { value: "all" }, "All apps"),
          make("option", { value: "gap" }, "Apps that miss events others hear"),
          make("option", { value: "m" }, "Apps with several listeners"),
          make("option", { value: "f" }, "Apps with disabled listeners only"));
        const count = make("span", { className: "count" });
        count.setAttribute("role", "status");

        const filter = () => {
          const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
          let shown = 0;
          for (const item of rows) {
            const fits = choice.value === "all" || (choice.value === "gap" ? item.gap : item.kinds.has(choice.value));
            item.row.hidden = !(fits && words.every((word) => item.text.includes(word)));
            if (!item.row.hidden) shown += 1;
          }
          count.textContent = `${shown} of ${rows.length} apps`;
        };

        search.addEventListener("input", filter);
        search.addEventListener("keydown", (event) => {
          if (event.key !== "Escape") return;
          search.value = "";
          filter();
        });
        choice.addEventListener("change", filter);
        table.parentElement.before(
          make("div", { className: "controls" },
            make("label", {}, "Filter ", search), make("label", {}, "Show ", choice), count));
        filter();
      }

      // Printing: what is folded would be missing.

      let opened = [];
      addEventListener("beforeprint", () => {
        opened = all("details:not([open])");
        for (const details of opened) details.open = true;
      });
      addEventListener("afterprint", () => {
        for (const details of opened) details.open = false;
      });
    })();

    """#
}
