import { ScreenTitle, showScreen } from '../../components/screen';
import { Toasts, useTask } from '../../components/task';
import { t } from '../../lib/words';
import { EngineSection } from './engine';
import { KeepSection } from './keep';
import { RequestsSection } from './requests';
import { ShopsSection } from './shops';
import { ShortcutsSection } from './shortcuts';
import { SitesSection } from './sites';
import { WishesSection } from './wishes';

function Options() {
  const task = useTask();
  return (
    <>
      <ScreenTitle words={t('options')} />
      <ShopsSection run={task.run} />
      <WishesSection run={task.run} />
      <SitesSection run={task.run} />
      <ShortcutsSection />
      <KeepSection run={task.run} />
      <RequestsSection />
      <EngineSection run={task.run} />
      <Toasts task={task} />
    </>
  );
}

showScreen('options', <Options />);
