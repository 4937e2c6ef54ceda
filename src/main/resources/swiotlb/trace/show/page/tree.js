// The names of the actors beside their rows: elements for the rows in sight alone.

class Tree {
  constructor(place, actors, messages, onToggle) {
    Object.assign(this, {place, actors, messages, onToggle, elements: new Map()});
  }

  /** Rows between two heights; those of the chosen mapping stand out. */
  draw(scroll, end, involved) {
    const inSight = new Set();
    for (let i = firstFrom(this.actors.ends, scroll); i < this.actors.rows.length && this.actors.rows[i].y < end; i++) {
      const row = this.actors.rows[i];
      inSight.add(row.key);
      if (!this.elements.has(row.key)) {
        this.elements.set(row.key, this.rowElement(row));
        this.place.append(this.elements.get(row.key));
      }
      this.placeRow(this.elements.get(row.key), row, involved.has(row));
    }
    for (const [key, made] of this.elements) {
      if (!inSight.has(key)) {
        made.remove();
        this.elements.delete(key);
      }
    }
  }

  rowElement(row) {
    const made = element('div', row.depth ? 'actor' : 'actor top');
    made.setAttribute('role', 'treeitem');
    made.setAttribute('aria-level', row.depth + 1);
    const button = element('button', row.children.length ? '' : 'leaf');
    button.type = 'button';
    button.style.paddingLeft = `${8 + 13 * row.depth}px`;
    button.title = row.actor >= 0 ? this.messages.actors[row.actor] : row.name;
    button.append(element('span', 'twist'), element('span', 'name', row.name === '/' ? '/ (the run)' : row.name));
    if (row.children.length) {
      button.append(element('span', 'size', `${row.children.length}`));
      button.addEventListener('click', () => {
        this.actors.toggle(row);
        this.onToggle();
      });
    } else {
      button.tabIndex = -1;
    }
    made.append(button);
    return made;
  }

  placeRow(made, row, isInvolved) {
    made.style.top = `${row.y}px`;
    made.style.height = `${row.height}px`;
    made.classList.toggle('chosen', isInvolved);
    if (row.children.length) {
      const isOpen = this.actors.isOpen(row);
      made.setAttribute('aria-expanded', isOpen);
      made.querySelector('.twist').textContent = isOpen ? '▾' : '▸';
    }
  }
}
