// What is under the pointer, in words.

class Tip {
  constructor(place, messages, slices) {
    Object.assign(this, {place, messages, slices});
  }

  hide() {
    this.place.hidden = true;
  }

  show(found, event) {
    const tip = this.place;
    tip.hidden = !found;
    if (!found) return;
    tip.replaceChildren();
    if (found.messages) this.tipOfMessages(tip, found.messages);
    else this.tipOfSlice(tip, found.slice);
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, innerWidth - box.width - 8))}px`;
    const below = event.clientY + 18;
    tip.style.top = `${below + box.height > innerHeight ? Math.max(4, event.clientY - box.height - 12) : below}px`;
  }

  tipOfMessages(tip, found) {
    const {messages} = this;
    const i = found[0];
    const mapping = messages.mapping[i] < 0 ? '' : ` · mapping ${messages.mapping[i]}`;
    tip.append(element('div', 'type', `${messages.typeOf(i)} #${messages.id[i]}${mapping}`),
      element('div', 'way', `${actorText(messages.actors[messages.from[i]])} → ${actorText(messages.actors[messages.to[i]])}`));
    const waited = messages.at[i] < 0 ? 'never delivered' : messages.at[i] > messages.sent[i]
      ? `sent ${momentText(messages.sent[i])}, came ${momentText(messages.at[i])} (${lengthText(messages.at[i] - messages.sent[i])})`
      : `at ${momentText(messages.time[i])}`;
    tip.append(element('div', '', waited));
    const fields = flat(messages.fields(i));
    const text = fields.slice(0, 14).map(([name, value]) => `${name.split('.').pop()} ${fieldText(name, value)}`).join(', ');
    tip.append(element('div', 'way', fields.length > 14 ? `${text}, …` : text));
    if (found.length > 1) {
      const more = found.length >= 500 ? '500 or more' : found.length - 1;
      tip.append(element('div', '', `and ${more} more here: zoom in, or step with n and p`));
    }
  }

  tipOfSlice(tip, slice) {
    const {slices, messages} = this;
    const mapping = slices.mapping[slice] < 0 ? '' : ` · mapping ${slices.mapping[slice]}`;
    tip.append(element('div', 'type', `${slices.kinds[slices.kind[slice]].title}${mapping}`),
      element('div', 'way', messages.actors[slices.actor[slice]]),
      element('div', '', `${lengthText(slices.end[slice] - slices.start[slice])}, from ${momentText(slices.start[slice])} to ${momentText(slices.end[slice])}`));
  }
}
