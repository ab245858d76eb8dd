using System.Text.Json.Nodes;
using Reelmill.Testing.Milvus;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>A sequence of calls with the expected content of each response.</summary>
/// <param name="Name">The behavior that the case shows.</param>
/// <param name="Steps">Each call with its body and its expected response. Objects of the actual response may have more properties; arrays may not have more elements.</param>
internal sealed record RestCase(string Name, params (string Call, string Body, string Answer)[] Steps)
{
    public const string Success = """{"code":0}""";

    /// <summary>A collection with a vector column of dimension 2 and one column of each other type that the store uses.</summary>
    public const string Custom = """
        {"collectionName":"c","schema":{"autoId":false,"enableDynamicField":false,"fields":[
        {"fieldName":"k","dataType":"VarChar","isPrimary":true,"elementTypeParams":{"max_length":"8"}},
        {"fieldName":"n","dataType":"Int64"},{"fieldName":"s","dataType":"VarChar","elementTypeParams":{"max_length":"8"}},
        {"fieldName":"j","dataType":"JSON"},{"fieldName":"v","dataType":"FloatVector","elementTypeParams":{"dim":"2"}}]},
        "indexParams":[{"fieldName":"v","indexName":"v","metricType":"COSINE"}]}
        """;

    public static (string Call, string Body, string Answer) Create { get; } = ("collections/create", Custom, Success);

    public static (string Call, string Body, string Answer) CreateQuick { get; } = ("collections/create", """{"collectionName":"c","dimension":2}""", Success);

    public static (string Call, string Body, string Answer) Rows { get; } = (
        "entities/insert",
        """{"collectionName":"c","data":[{"k":"a","n":1,"s":"x","j":{"t":"1"},"v":[1,0]},{"k":"b","n":2,"s":"y","j":{},"v":[1,1]},{"k":"c","n":3,"s":"z","j":{"t":"2"},"v":[0,1]}]}""",
        """{"code":0,"data":{"insertCount":3,"insertIds":["a","b","c"]}}""");

    public async Task RunAsync(StubMilvus server)
    {
        foreach (var (call, body, expected) in Steps)
        {
            var answer = await StubMilvus.CallAsync(server.Endpoint, call, body);
            Contains(answer, JsonNode.Parse(expected)).ShouldBeTrue($"{Name}: {call} answered {answer.ToJsonString()}");
        }
    }

    private static bool Contains(JsonNode? answer, JsonNode? expected) => (answer, expected) switch
    {
        (JsonObject some, JsonObject all) => all.All(p => some.ContainsKey(p.Key) && Contains(some[p.Key], p.Value)),
        (JsonArray some, JsonArray all) => some.Count == all.Count && some.Zip(all).All(static p => Contains(p.First, p.Second)),
        (JsonValue one, JsonValue other) when other.TryGetValue<string>(out var begin) && begin.EndsWith('*') =>
            one.ToString().Contains(begin[..^1], StringComparison.Ordinal),
        _ => JsonNode.DeepEquals(answer, expected),
    };
}
