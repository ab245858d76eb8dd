using static Reelmill.Library.Tests.Vectors.Milvus.RestCase;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>Cases for valid and invalid rows, and for reading rows.</summary>
internal static class RestRowCases
{
    private const string Row = """{"k":"a","n":1,"s":"x","j":{"t":"1"},"v":[1,0]}""";

    public static IReadOnlyList<RestCase> All { get; } =
    [
        new("inserted rows are counted", Create, Rows, ("collections/get_stats", """{"collectionName":"c"}""", """{"data":{"rowCount":3}}""")),
        new("an upsert replaces by id", Create, Rows,
            ("entities/upsert", """{"collectionName":"c","data":[{"k":"a","n":9,"s":"q","j":{},"v":[0,1]}]}""", """{"code":0,"data":{"upsertCount":1,"upsertIds":["a"]}}"""),
            Query("k == \"a\"", "[\"n\",\"s\"]", """[{"n":9,"s":"q"}]"""),
            Count("", 3)),
        .. Refused(
            ("a vector of another dimension", "\"v\":[1,0]", "\"v\":[1,0,0]"),
            ("a vector as a string", "\"v\":[1,0]", "\"v\":\"[1,0]\""),
            ("a null vector", "\"v\":[1,0]", "\"v\":null"),
            ("a vector component beyond the range of a float", "\"v\":[1,0]", "\"v\":[1,3.5e38]"),
            ("a missing vector", ",\"v\":[1,0]", ""),
            ("a missing column value", "\"s\":\"x\",", ""),
            ("null in a column", "\"n\":1", "\"n\":null"),
            ("a fraction for an integer", "\"n\":1", "\"n\":1.5"),
            ("an integer above 64 bits", "\"n\":1", "\"n\":9223372036854775808"),
            ("an integer below 64 bits", "\"n\":1", "\"n\":-9223372036854775809"),
            ("an object for a string", "\"s\":\"x\"", "\"s\":{\"a\":1}"),
            ("a string over its maximum length in bytes", "\"s\":\"x\"", "\"s\":\"猫猫猫\""),
            ("an id over its maximum length in bytes", "\"k\":\"a\"", "\"k\":\"123456789\""),
            ("JSON over 65,536 bytes", "\"t\":\"1\"", $"\"t\":\"{new string('x', 65_536)}\""),
            ("a column that the schema lacks", "\"n\":1", "\"n\":1,\"extra\":1")),
        new("a number with a leading zero is not JSON", Create, ("entities/insert", Body(Row.Replace("\"n\":1", "\"n\":010", StringComparison.Ordinal)), """{"code":1801}""")),
        new("a duplicate key is refused", Create, ("entities/insert", Body(Row.Replace("\"t\":\"1\"", "\"t\":\"1\",\"t\":\"2\"", StringComparison.Ordinal)), """{"code":1801}""")),
        new("one invalid row refuses the whole batch", Create,
            ("entities/insert", Body(Row + ",{\"k\":\"b\"}"), """{"code":1804}"""), Count("", 0)),
        new("without data nothing is written", Create, ("entities/insert", """{"collectionName":"c"}""", """{"code":1802}""")),
        new("a 64-bit integer is returned unchanged", Create,
            ("entities/insert", Body(Row.Replace("\"n\":1", "\"n\":9007199254740993", StringComparison.Ordinal)), Success),
            Query("k == \"a\"", "[\"n\"]", """[{"n":9007199254740993}]""")),
        new("a string of the maximum length in bytes is returned unchanged", Create,
            ("entities/insert", Body(Row.Replace("\"s\":\"x\"", "\"s\":\"猫猫ab\"", StringComparison.Ordinal)), Success),
            Query("s == \"猫猫ab\"", "[\"s\"]", """[{"s":"猫猫ab"}]""")),
        new("an id with a quote is found", Create,
            ("entities/insert", Body(Row.Replace("\"k\":\"a\"", "\"k\":\"a\\\"b\"", StringComparison.Ordinal)), Success),
            ("entities/get", """{"collectionName":"c","id":["a\"b"],"outputFields":["k"]}""", """{"code":0,"data":[{"k":"a\"b"}]}""")),
        new("getting rows by ids returns the existing ones", Create, Rows,
            ("entities/get", """{"collectionName":"c","id":["a","none","c"],"outputFields":["k"]}""", """{"data":[{"k":"a"},{"k":"c"}]}"""),
            ("entities/get", """{"collectionName":"c","id":"b","outputFields":["k"]}""", """{"data":[{"k":"b"}]}"""),
            ("entities/get", """{"collectionName":"c","id":"none","outputFields":["k"]}""", """{"code":0,"data":[]}"""),
            ("entities/get", """{"collectionName":"c"}""", """{"code":1806}""")),
        new("a delete by ids returns the number of deleted rows", Create, Rows,
            ("entities/delete", """{"collectionName":"c","filter":"k in [\"a\", \"none\"]"}""", """{"code":0,"data":{"deleteCount":1}}"""), Count("", 2)),
        new("a delete by another column", Create, Rows,
            ("entities/delete", """{"collectionName":"c","filter":"n >= 2"}""", """{"code":0,"data":{"deleteCount":2}}"""), Count("", 1)),
        new("a delete without a filter or an id deletes nothing", Create, Rows,
            ("entities/delete", """{"collectionName":"c","filter":""}""", """{"code":1806}"""), Count("", 3)),
        new("a deleted row can be inserted again", Create, Rows,
            ("entities/delete", """{"collectionName":"c","filter":"k == \"a\""}""", Success), Count("", 2), ("entities/insert", Body(Row), Success), Count("", 3)),
        new("a collection with dynamic columns accepts other columns", CreateQuick,
            ("entities/insert", """{"collectionName":"c","data":[{"id":1,"vector":[1,0],"more":"yes"}]}""", """{"code":0,"data":{"insertIds":[1]}}"""),
            Query("more == \"yes\"", "[\"more\"]", """[{"more":"yes"}]""")),
    ];

    private static string Body(string rows) => $$"""{"collectionName":"c","data":[{{rows}}]}""";

    private static (string Call, string Body, string Answer) Query(string filter, string columns, string rows) => (
        "entities/query",
        $$"""{"collectionName":"c","filter":{{System.Text.Json.Nodes.JsonValue.Create(filter)!.ToJsonString()}},"outputFields":{{columns}}}""",
        $$"""{"code":0,"data":{{rows}}}""");

    private static (string Call, string Body, string Answer) Count(string filter, int count) => Query(filter, "[\"count(*)\"]", $$"""[{"count(*)":{{count}}}]""");

    private static IEnumerable<RestCase> Refused(params (string Name, string From, string To)[] rows) => rows.Select(static r => new RestCase(
        $"{r.Name} is refused", Create, ("entities/insert", Body(Row.Replace(r.From, r.To, StringComparison.Ordinal)), """{"code":1804,"message":"fail to deal the insert data*"}""")));
}
