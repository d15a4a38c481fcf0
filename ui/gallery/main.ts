/** `npm run dev` has all states of the page under /gallery; the built page has none of it. */
import { mount } from 'svelte';
import '../styles/tokens.css';
import '../styles/base.css';
import Gallery from './Gallery.svelte';

const target = document.getElementById('page');
if (!target) throw new Error('gallery.html has no #page');
mount(Gallery, { target });
