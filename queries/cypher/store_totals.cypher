// purpose: what the settlements of an entity add up to
// parameters: $key
// index used: Entity.key
MATCH (n:Entity {key: $key})
RETURN n.settlements AS settlements, n.first AS first, n.last AS last, n.medfee_sumamt AS medfee_sumamt,
  n.fund_pay_sumamt AS fund_pay_sumamt, n.acct_pay AS acct_pay, n.aliases AS aliases
