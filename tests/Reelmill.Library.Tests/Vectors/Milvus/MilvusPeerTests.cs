using System.Text.Json.Nodes;
using Reelmill.Library.Vectors;
using Reelmill.Processes;
using Reelmill.Testing.Milvus;
using Reelmill.Testing.Npm;

namespace Reelmill.Library.Tests.Vectors.Milvus;

/// <summary>
/// Runs Milvus's own Node client against the stub: the store reads what the client writes, and vice versa. npm installs the
/// client into the user's cache once; where that fails, the tests are skipped by name.
/// </summary>
public sealed class MilvusPeerTests : IAsyncLifetime
{
    private const string Client = "@zilliz/milvus2-sdk-node";
    private const string Version = "3.0.6";

    private StubMilvus _server = null!;

    public async ValueTask InitializeAsync() => _server = await StubMilvus.StartAsync();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_Milvus_client_works_with_the_stub()
    {
        var output = await RunAsync(
            """
            const name = 'theirs';
            const data = [{ id: 1, vector: [1, 0], tag: 'a' }, { id: 2, vector: [0, 1], tag: 'b' }, { id: 3, vector: [1, 1], tag: 'b' }];
            const filter = 'tag == "b"';
            return {
              none: (await client.hasCollection({ collectionName: name })).data.has,
              unknown: (await client.describeCollection({ collectionName: name })).code,
              create: (await client.createCollection({ collectionName: name, dimension: 2 })).code,
              has: (await client.hasCollection({ collectionName: name })).data.has,
              list: (await client.listCollections()).data,
              fields: (await client.describeCollection({ collectionName: name })).data.fields.map(f => f.name + ' ' + f.type),
              insert: (await client.insert({ collectionName: name, data })).data.insertCount,
              upsert: (await client.upsert({ collectionName: name, data: [{ id: 2, vector: [0, 2], tag: 'c' }] })).data.upsertCount,
              bad: (await client.insert({ collectionName: name, data: [{ id: 9, vector: [1, 2, 3] }] })).code,
              search: (await client.search({ collectionName: name, data: [[1, 0]], limit: 2, outputFields: ['tag'] })).data.map(r => r.tag + ' ' + r.distance.toFixed(3)),
              filtered: (await client.search({ collectionName: name, data: [[1, 0]], limit: 9, filter, outputFields: ['id'] })).data.map(r => r.id),
              query: (await client.query({ collectionName: name, filter: 'id in [1, 2]', outputFields: ['tag'] })).data.map(r => r.tag),
              get: (await client.get({ collectionName: name, id: [3], outputFields: ['tag'] })).data.map(r => r.tag),
              wrong: (await client.query({ collectionName: name, filter: 'tag ~ 1', outputFields: ['tag'] })).code,
              deleted: (await client.delete({ collectionName: name, filter: 'id in [1]' })).code,
              left: (await client.query({ collectionName: name, filter: '', outputFields: ['count(*)'] })).data[0]['count(*)'],
              release: (await client.releaseCollection({ collectionName: name })).code,
              released: (await client.search({ collectionName: name, data: [[1, 0]], limit: 1 })).code,
              load: (await client.loadCollection({ collectionName: name })).code,
              drop: (await client.dropCollection({ collectionName: name })).code,
              gone: (await client.hasCollection({ collectionName: name })).data.has,
            };
            """);

        output.ToJsonString().ShouldBe(
            """{"none":false,"unknown":100,"create":0,"has":true,"list":["theirs"],"fields":["id Int64","vector FloatVector"],"insert":3,"upsert":1,"bad":1804,"search":["a 1.000","b 0.707"],"filtered":[3],"query":["a","c"],"get":["b"],"wrong":1100,"deleted":0,"left":2,"release":0,"released":101,"load":0,"drop":0,"gone":false}""");
    }

    [Fact]
    public async Task The_Milvus_client_reads_records_written_by_the_store()
    {
        await using var store = _server.Open();
        await store.CreateAsync("ours", 2, SampleVectors.Embedder, default);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["label"] = "cat" };
        await store.UpsertAsync("ours", [SampleVectors.CreateRecord("a", new VectorMetadata("a.mp4", 1500, Fields: fields), 3, 4)], default);

        var output = await RunAsync(
            """
            const r = await client.search({ collectionName: 'reelmill_ours', data: [[1, 0]], limit: 1, outputFields: ['*'] });
            const [row] = r.data;
            return [row.id, row.source, row.time_ms, JSON.parse(row.fields).label, row.distance.toFixed(3), row.vector.map(x => x.toFixed(1))];
            """);

        output.ToJsonString().ShouldBe("""["a","a.mp4",1500,"cat","0.600",["0.6","0.8"]]""");
    }

    [Fact]
    public async Task The_store_reads_records_written_by_the_Milvus_client()
    {
        await using var store = _server.Open();
        await store.CreateAsync("ours", 2, SampleVectors.Embedder, default);

        await RunAsync(
            """
            const row = { id: 'b', vector: [0, 1], source: 'b.jpg', time_ms: -1, path: '', fields: { label: 'dog' }, numbers: {} };
            return (await client.upsert({ collectionName: 'reelmill_ours', data: [row] })).code;
            """);

        var hit = (await store.SearchAsync("ours", new float[] { 0, 2 }, 1, VectorFilter.Parse("label=dog"), exact: false, default)).Single();
        (hit.Id, hit.Score, hit.Metadata.Source, hit.Metadata.TimeMs, hit.Metadata.Path).ShouldBe(("b", 1f, "b.jpg", null, null));
    }

    private async Task<JsonNode> RunAsync(string script)
    {
        var program =
            $$"""
            const { HttpClient } = require(process.argv[1]);
            const client = new HttpClient({ endpoint: process.argv[2], token: process.argv[3], acceptInt64: true });
            (async () => { {{script}} })().then(r => process.stdout.write(JSON.stringify(r)));
            """;
        var module = Path.Combine(await InstallAsync(), "node_modules", Client);
        return JsonNode.Parse(await NpmPackage.RunAsync("node", "-e", program, module, _server.Endpoint, StubMilvus.Token))!;
    }

    private static async Task<string> InstallAsync()
    {
        var (folder, missing) = ("", "");
        try
        {
            folder = await NpmPackage.InstallAsync($"milvus-sdk-node-{Version}", $"{Client}@{Version}");
        }
        catch (ProcessFailedException e)
        {
            missing = $"{Client} {Version} cannot be used here: {e.Message}";
        }

        Assert.SkipWhen(missing.Length > 0, missing);
        return folder;
    }
}
