import { createApp } from 'vue';
import Knee from './Knee.vue';

createApp(Knee).mount('#main');
