// Sections and tables, whose cells are texts and nothing else.

function section(title, ...contents) {
  const made = element('section');
  made.append(element('h2', '', title), ...contents);
  return made;
}

/** A table with columns [words, whether they are numbers]. */
class Table {
  constructor(columns, none) {
    this.columns = columns;
    this.none = none;
    this.place = element('table');
    const head = document.createElement('thead');
    const row = document.createElement('tr');
    for (const [words, isNumber] of columns) row.append(element('th', isNumber ? 'n' : '', words));
    head.append(row);
    this.body = document.createElement('tbody');
    this.place.append(head, this.body);
  }

  show(rows, classOf = () => '') {
    this.body.replaceChildren(...rows.map((cells, i) => {
      const row = element('tr', classOf(i));
      cells.forEach((cell, c) => {
        const made = element(c ? 'td' : 'th', this.columns[c][1] ? 'n' : '', String(cell));
        row.append(made);
      });
      return row;
    }));
    if (!rows.length) {
      const cell = element('td', 'none', this.none);
      cell.colSpan = this.columns.length;
      const row = element('tr');
      row.append(cell);
      this.body.append(row);
    }
  }
}
