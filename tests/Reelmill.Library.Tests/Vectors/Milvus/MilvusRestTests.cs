using System.Text.Json.Nodes;
using Reelmill.Testing.Milvus;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>
/// Checks the stub server against the behavior that Milvus's own tests of its RESTful API v2 expect, in cases written anew
/// for the calls that the store uses. A wrong stub could hide a fault of the store.
/// </summary>
public sealed class MilvusRestTests : IAsyncLifetime
{
    private static readonly RestCase[] All = [.. RestCollectionCases.All, .. RestRowCases.All, .. RestSearchCases.All];

    private StubMilvus _server = null!;

    public static TheoryData<string> Names => [.. All.Select(static c => c.Name)];

    public async ValueTask InitializeAsync() => _server = await StubMilvus.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Names))]
    public Task The_stub_server_answers_like_Milvus(string name) => All.Single(c => c.Name == name).RunAsync(_server);

    [Theory]
    [InlineData("collections/list")]
    [InlineData("collections/describe")]
    [InlineData("collections/create")]
    [InlineData("collections/drop")]
    [InlineData("entities/insert")]
    public async Task A_wrong_token_changes_nothing(string call)
    {
        await StubMilvus.CallAsync(_server.Endpoint, "collections/create", """{"collectionName":"c","dimension":2}""");

        var answer = await StubMilvus.CallAsync(_server.Endpoint, call, """{"collectionName":"c","dimension":2}""", token: "nobody");

        ((int)answer["code"]!).ShouldBe(1800);
        var listed = await StubMilvus.CallAsync(_server.Endpoint, "collections/list", "{}");
        listed["data"]!.ToJsonString().ShouldBe("[\"c\"]");
    }

    [Fact]
    public async Task Ten_concurrent_creations_of_the_same_collection_all_succeed()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => StubMilvus.CallAsync(_server.Endpoint, "collections/create", RestCase.Custom)));

        answers.ShouldAllBe(static a => (int)a["code"]! == 0);
    }

    [Fact]
    public async Task Of_ten_concurrent_creations_of_different_collections_with_one_name_one_succeeds()
    {
        var answers = await Task.WhenAll(Enumerable.Range(2, 10).Select(dimension =>
            StubMilvus.CallAsync(_server.Endpoint, "collections/create", $$"""{"collectionName":"c","dimension":{{dimension}}}""")));

        answers.Count(static a => (int)a["code"]! == 0).ShouldBe(1);
    }

    [Theory]
    [InlineData(true, "9007199254740993")]
    [InlineData(false, "\"9007199254740993\"")]
    public async Task Integers_of_64_bits_are_returned_as_numbers_to_clients_that_accept_them(bool allowed, string shown)
    {
        await StubMilvus.CallAsync(_server.Endpoint, "collections/create", """{"collectionName":"c","dimension":2}""");
        await StubMilvus.CallAsync(_server.Endpoint, "entities/insert", """{"collectionName":"c","data":[{"id":9007199254740993,"vector":[1,0]}]}""");

        var answer = await StubMilvus.CallAsync(_server.Endpoint, "entities/search", """{"collectionName":"c","data":[[1,0]],"outputFields":["id"]}""", allowInt64: allowed);

        answer["data"]![0]!["id"]!.ToJsonString().ShouldBe(shown);
    }

    [Theory]
    [InlineData(true, "{\"t\":\"1\"}")]
    [InlineData(false, "\"{\\u0022t\\u0022:\\u00221\\u0022}\"")]
    public async Task JSON_columns_are_returned_as_objects_or_as_text(bool native, string shown)
    {
        if (native)
        {
            _server.UseNativeJson();
        }

        await new RestCase("rows", RestCase.Create, RestCase.Rows).RunAsync(_server);
        JsonNode answer = await StubMilvus.CallAsync(_server.Endpoint, "entities/get", """{"collectionName":"c","id":"a","outputFields":["j"]}""");

        answer["data"]![0]!["j"]!.ToJsonString().ShouldBe(shown);
    }
}
