using static Reelmill.Library.Tests.Vectors.Milvus.RestCase;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>Cases for searches, queries and their filters.</summary>
internal static class RestSearchCases
{
    public static IReadOnlyList<RestCase> All { get; } =
    [
        new("the best hits come first, with their cosine similarity", Create, Rows, Search("\"limit\":2", """[{"k":"a","distance":1},{"k":"b","distance":0.7071067811865475}]""")),
        new("without a limit a search returns at most 100 hits", CreateQuick,
            ("entities/insert", $$"""{"collectionName":"c","data":[{{string.Join(',', Enumerable.Range(0, 101).Select(static i => $$"""{"id":{{i}},"vector":[1,{{i}}]}"""))}}]}""", Success),
            ("entities/search", """{"collectionName":"c","data":[[1,0]]}""", """{"code":0,"topks":[100]}"""),
            ("entities/query", """{"collectionName":"c","filter":"id > 99"}""", """{"code":0,"data":[{"id":100}]}""")),
        new("an offset skips the best hits", Create, Rows, Search("\"limit\":1,\"offset\":1", """[{"k":"b"}]""")),
        new("the results of several query vectors follow one another", Create, Rows,
            ("entities/search", """{"collectionName":"c","data":[[1,0],[0,1]],"limit":1,"outputFields":["k"]}""", """{"code":0,"data":[{"k":"a"},{"k":"c"}],"topks":[1,1]}""")),
        new("no matching row is no error", Create, Search("\"limit\":1", "[]"), ("entities/query", """{"collectionName":"c","filter":"n > 5"}""", """{"code":0,"data":[]}""")),
        .. new[] { "0", "16385", "-1" }.Select(static limit => new RestCase(
            $"a search with the limit {limit} is refused", Create, ("entities/search", $$"""{"collectionName":"c","data":[[1,0]],"limit":{{limit}}}""", """{"code":65535}"""))),
        .. new[] { "-1", "100001" }.Select(static offset => new RestCase(
            $"a search with the offset {offset} is refused", Create, ("entities/search", $$"""{"collectionName":"c","data":[[1,0]],"limit":1,"offset":{{offset}}}""", """{"code":65535}"""))),
        new("the sum of limit and offset is limited", Create,
            ("entities/query", """{"collectionName":"c","filter":"n > 0","limit":100,"offset":16284}""", """{"code":0}"""),
            ("entities/query", """{"collectionName":"c","filter":"n > 0","limit":101,"offset":16284}""", """{"code":65535}""")),
        new("a search without a query vector is refused", Create, ("entities/search", """{"collectionName":"c"}""", """{"code":1802}""")),
        new("a query vector of another dimension is refused", Create, Rows, ("entities/search", """{"collectionName":"c","data":[[1,0,0]],"limit":1}""", """{"code":1801}""")),
        new("an unknown column is refused", Create, Rows, ("entities/search", """{"collectionName":"c","data":[[1,0]],"outputFields":["none"]}""", """{"code":65535}""")),
        new("a vector is returned only on request", Create, Rows,
            ("entities/query", """{"collectionName":"c","filter":"k == \"a\"","outputFields":["*"]}""", """{"data":[{"k":"a","v":[1,0]}]}"""),
            ("entities/query", """{"collectionName":"c","filter":"k == \"a\"","outputFields":["v"]}""", """{"data":[{"v":[1,0]}]}""")),
        new("count(*) counts with a filter, without one and with a limit of 0", Create, Rows,
            ("entities/query", """{"collectionName":"c","filter":" ","limit":0,"outputFields":["count(*)"]}""", """{"data":[{"count(*)":3}]}"""),
            ("entities/query", """{"collectionName":"c","filter":"n > 1","outputFields":["count(*)"]}""", """{"data":[{"count(*)":2}]}""")),
        .. Filters(
            ("n > 1", "bc"), ("n >= 1 and n < 3", "ab"), ("n in [1,3,5]", "ac"), ("not (n in [1])", "bc"), ("n != 2", "ac"), ("n == 1 || n == 3", "ac"),
            ("k > 'a'", "bc"), ("s like 'x%'", "a"), ("s like '%'", "abc"), ("s like '_'", "abc"), ("s like '\\\\_'", ""), ("s == \"y\"", "b"),
            ("exists j[\"t\"]", "ac"), ("j[\"t\"] == \"2\"", "c"), ("not (exists j[\"t\"])", "b"), ("n > -100 and n < 100", "abc")),
        new("an invalid filter is refused", Create, Rows,
            ("entities/query", """{"collectionName":"c","filter":"[1, 2]"}""", """{"code":1100,"message":"failed to create query plan*"}"""),
            ("entities/search", """{"collectionName":"c","data":[[1,0]],"filter":"n >"}""", """{"code":1100,"message":"failed to create query plan*"}""")),
    ];

    private static (string Call, string Body, string Answer) Search(string more, string rows) => (
        "entities/search", $$"""{"collectionName":"c","data":[[1,0]],"annsField":"v","outputFields":["k"],{{more}}}""", $$"""{"code":0,"data":{{rows}}}""");

    private static IEnumerable<RestCase> Filters(params (string Filter, string Ids)[] filters) => filters.Select(static f => new RestCase(
        $"the filter {f.Filter}",
        Create,
        Rows,
        ("entities/query",
            $$"""{"collectionName":"c","filter":{{System.Text.Json.Nodes.JsonValue.Create(f.Filter)!.ToJsonString()}},"outputFields":["k"]}""",
            $$"""{"code":0,"data":[{{string.Join(',', f.Ids.Select(static id => $$"""{"k":"{{id}}"}"""))}}]}""")));
}
