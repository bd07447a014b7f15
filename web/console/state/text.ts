import { text } from '../text'

export default text(
  {
    about: '状态的含义由类型决定：时钟和队列只看类型，名称、次序和数量由公司定。停用的状态不再有工单进入，已在其中的不受影响。', new: '新增状态', empty: '没有状态。', name: '名称', other_name: '英文名称', name_zh: '中文名称', name_en: '英文名称', type: '类型', type_hint: '建好后不变',
    code_hint: '小写字母、数字和下划线，建好后不变', position: '次序', position_hint: '同类型中从小到大；工单自动流转时进入最小的一个', first: '自动进入', is_first: '默认', close: '停用，不再有工单进入',
    moves: '流转表', moves_about: '行是从哪个状态，列是到哪个状态，格中是所需的权限。', keys: '方向键移动，回车修改。', from: '从', to: '到', from_to: '从“{from}”到“{to}”', needs: '所需权限', needs_hint: '谁有这个权限，谁就能这样流转工单', no_move: '不能这样流转', inherited: '随类型',
    legend: '斜体：该状态没有自己的流转，与其类型的默认状态相同。给它定下第一条后，只剩定下的这些。',
  },
  {
    about: 'What a state means is its type: clocks and queues go by that. Names, order and number are the company’s. No ticket is moved to a state that is closed; those in it stay.', new: 'New state', empty: 'There are no states.', name: 'Name', other_name: 'Chinese name', name_zh: 'Name in Chinese', name_en: 'Name in English', type: 'Type', type_hint: 'It does not change',
    code_hint: 'Small letters, digits and _; it does not change', position: 'Order', position_hint: 'Within its type; tickets that move by themselves go to the lowest', first: 'By itself', is_first: 'Goes here', close: 'Closed: no ticket is moved there',
    moves: 'Moves', moves_about: 'From the state of the row to that of the column, and the right that it needs.', keys: 'Arrow keys lead about, Enter changes.', from: 'From', to: 'To', from_to: 'From “{from}” to “{to}”', needs: 'Needs the right', needs_hint: 'Who has it may move tickets so', no_move: 'No such move', inherited: 'as its type',
    legend: 'Slanted: the state has no moves of its own and moves as the first state of its type. Its first own move shuts the others out.',
  },
)
