-- purpose: relationships SAME_OWNER between institutions that share a mark, the smaller key first
-- parameters: none
-- reads: tie(number, sort, place)
SELECT x.place AS a, y.place AS b, list_sort(list(DISTINCT x.sort)) AS sorts
FROM tie x JOIN tie y ON y.number = x.number AND x.place < y.place
GROUP BY x.place, y.place
ORDER BY a, b
