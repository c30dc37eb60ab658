/** The shop's own texts. English is the source; a language without a text shows the English one. */
const en = {
  title: 'Reading lamp “Lise” · Fernweh Supply', language: 'Language', theme: 'Theme', theme_auto: 'Automatic', theme_light: 'Light', theme_dark: 'Dark', theme_contrast: 'High contrast', theme_business: 'Business', desk: 'Desk', desk_shop: 'Shop', desk_returns: 'Returns', on_phone: 'On your phone', close: 'Close', no_code: 'The code could not be drawn.',
  phone_hint: 'The chat as a page of its own: point your phone’s camera at it.', more: 'Goes well with it',
  blanket_name: 'Wool blanket “Nordlys”', blanket_about: 'Norwegian wool, 140 × 200 cm', cushion_name: 'Linen cushion “Sand”', cushion_about: 'Washed linen, 45 × 45 cm',
  say: 'Try saying', say_hint: 'Each line shows another kind of message. Press one, or write it yourself.',
  crumb_home: 'Home', crumb_light: 'Light', lamp: 'Reading lamp “Lise”', lamp_alt: 'A reading lamp with a linen shade on an ash stand',
  lamp_about: 'A quiet lamp for late chapters. The stand is turned from one piece of ash; the shade is linen that lets warm light through and keeps it off the neighbour’s pillow. It dims with a touch of the foot.',
  lamp_desc: 'Ash and linen, warm light, dimmable', height: 'Height', material: 'Material', material_value: 'Ash, linen, brass', delivery: 'Delivery', delivery_value: '2 to 3 days, free from € 60',
  buy: 'Add to basket', in_basket: 'In your basket: {count}', ask_product: 'Ask about this', price: 'Price', orders: 'Your orders', ask_order: 'Ask about this order', order_guide: 'Is it about this order?',
  order: 'Order {number}', state: 'State', amount: 'Amount', on_its_way: 'On its way', delivered: 'Delivered', blanket: 'Wool blanket “Nordlys”, 1 piece', cushion: 'Linen cushion “Sand”, 2 pieces', lamp_piece: 'Reading lamp “Lise”, 1 piece',
  footer: 'Fernweh Supply is made up; nothing here can be bought. It is the page to try Deskbell in.',
};

export type TextKey = keyof typeof en;

export const texts: Record<string, Record<TextKey, string>> = {
  en,
  zh_cn: {
    title: '阅读灯 Lise · Fernweh Supply', language: '语言', theme: '外观', theme_auto: '自动', theme_light: '浅色', theme_dark: '深色', theme_contrast: '高对比度', theme_business: '商务', desk: '客服台', desk_shop: '商店', desk_returns: '退换货', on_phone: '在手机上打开', close: '关闭', no_code: '无法绘制二维码。',
    phone_hint: '聊天的独立页面：用手机相机扫一扫。', more: '搭配推荐',
    blanket_name: '羊毛毯 Nordlys', blanket_about: '挪威羊毛，140 × 200 厘米', cushion_name: '亚麻靠垫 Sand', cushion_about: '水洗亚麻，45 × 45 厘米',
    say: '试着说', say_hint: '每一句都会带来一种不同的消息。点一句，或者自己写。',
    crumb_home: '首页', crumb_light: '灯具', lamp: '阅读灯 Lise', lamp_alt: '一盏白蜡木灯座、亚麻灯罩的阅读灯',
    lamp_about: '为深夜的最后几章准备的一盏安静的灯。灯座由整块白蜡木车制而成，亚麻灯罩透出暖光，也不会照到枕边人。轻触底座即可调光。',
    lamp_desc: '白蜡木与亚麻，暖光，可调光', height: '高度', material: '材质', material_value: '白蜡木、亚麻、黄铜', delivery: '配送', delivery_value: '2 至 3 天，满 60 欧元包邮',
    buy: '加入购物车', in_basket: '购物车中有 {count} 件', ask_product: '咨询这件商品', price: '价格', orders: '我的订单', ask_order: '咨询这个订单', order_guide: '您要咨询的是这个订单吗？',
    order: '订单 {number}', state: '状态', amount: '金额', on_its_way: '运输中', delivered: '已送达', blanket: '羊毛毯 Nordlys，1 条', cushion: '亚麻靠垫 Sand，2 个', lamp_piece: '阅读灯 Lise，1 盏',
    footer: 'Fernweh Supply 是虚构的商店，这里的东西都买不到。本页用来试用 Deskbell。',
  },
  zh_tw: {
    title: '閱讀燈 Lise · Fernweh Supply', language: '語言', theme: '外觀', theme_auto: '自動', theme_light: '淺色', theme_dark: '深色', theme_contrast: '高對比', theme_business: '商務', desk: '客服台', desk_shop: '商店', desk_returns: '退換貨', on_phone: '在手機上開啟', close: '關閉', no_code: '無法繪製 QR 碼。',
    phone_hint: '聊天的獨立頁面：用手機相機掃一掃。', more: '搭配推薦',
    blanket_name: '羊毛毯 Nordlys', blanket_about: '挪威羊毛，140 × 200 公分', cushion_name: '亞麻靠墊 Sand', cushion_about: '水洗亞麻，45 × 45 公分',
    say: '試著說', say_hint: '每一句都會帶來一種不同的訊息。點一句，或者自己寫。',
    crumb_home: '首頁', crumb_light: '燈具', lamp: '閱讀燈 Lise', lamp_alt: '一盞白蠟木燈座、亞麻燈罩的閱讀燈',
    lamp_about: '為深夜的最後幾章準備的一盞安靜的燈。燈座由整塊白蠟木車製而成，亞麻燈罩透出暖光，也不會照到枕邊人。輕觸底座即可調光。',
    lamp_desc: '白蠟木與亞麻，暖光，可調光', height: '高度', material: '材質', material_value: '白蠟木、亞麻、黃銅', delivery: '配送', delivery_value: '2 至 3 天，滿 60 歐元免運費',
    buy: '加入購物車', in_basket: '購物車中有 {count} 件', ask_product: '詢問這件商品', price: '價格', orders: '我的訂單', ask_order: '詢問這筆訂單', order_guide: '您要詢問的是這筆訂單嗎？',
    order: '訂單 {number}', state: '狀態', amount: '金額', on_its_way: '運送中', delivered: '已送達', blanket: '羊毛毯 Nordlys，1 條', cushion: '亞麻靠墊 Sand，2 個', lamp_piece: '閱讀燈 Lise，1 盞',
    footer: 'Fernweh Supply 是虛構的商店，這裡的東西都買不到。本頁用來試用 Deskbell。',
  },
};
