using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reelmill.Testing.Milvus;

/// <summary>
/// As much of Milvus's RESTful API v2 as stores use, on loopback and in memory, as it is published, and as unreliable as a
/// test tells it to be. Searches are exact.
/// </summary>
public sealed class StubMilvus : IAsyncDisposable
{
    /// <summary>Who may call.</summary>
    public const string Token = "root:a-secret-that-no-message-may-have";

    private const string Prefix = "/v2/vectordb/";

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Database, string Name), StubCollection> _collections = [];

    private StubMilvus(WebApplication app) => _app = app;

    /// <summary>The paths of all calls, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers in the place of the server and says whether it did.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = static _ => Task.FromResult(false);

    /// <summary>Where it answers, over HTTP.</summary>
    public string Endpoint => _app.Urls.First();

    /// <summary>The same as a store's address.</summary>
    public string Address(string token = Token) => $"milvus://{token}@127.0.0.1:{new Uri(Endpoint).Port}";

    /// <summary>Starts one on a free port.</summary>
    public static async Task<StubMilvus> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var stub = new StubMilvus(builder.Build());
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Answers with an error.</summary>
    public static async Task<bool> RefuseAsync(HttpContext context, int code, string message)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        await context.Response.WriteAsJsonAsync(new JsonObject { ["code"] = code, ["message"] = message });
        return true;
    }

    /// <summary>Makes a call as any program would.</summary>
    public static async Task<JsonNode> CallAsync(string endpoint, string call, string body)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {Token}");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(endpoint + Prefix + call), content);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Takes a collection out of memory, as an operator may.</summary>
    public void Release(string collection)
    {
        lock (_gate)
        {
            _collections[("default", collection)].IsLoaded = false;
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        Requests.Enqueue(path);
        if (await Fault(context))
        {
            return;
        }

        if (!HttpMethods.IsPost(context.Request.Method) || !path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        JsonObject answer;
        try
        {
            if (context.Request.Headers.Authorization != $"Bearer {Token}")
            {
                throw new StubError(1800, "user hasn't authenticated");
            }

            var body = await JsonNode.ParseAsync(context.Request.Body);
            answer = Answer(path[Prefix.Length..], body!.AsObject());
            answer["code"] = 0;
        }
        catch (StubError e)
        {
            answer = new JsonObject { ["code"] = e.Code, ["message"] = e.Message };
        }
        catch (JsonException)
        {
            answer = new JsonObject { ["code"] = 1801, ["message"] = "can only accept json format request" };
        }

        await context.Response.WriteAsJsonAsync(answer);
    }

    private JsonObject Answer(string call, JsonObject body)
    {
        lock (_gate)
        {
            return call switch
            {
                "collections/list" => Data(new JsonArray([.. _collections.Keys.Where(k => k.Database == Database(body)).Select(static k => (JsonNode)k.Name)])),
                "collections/has" => Data(new JsonObject { ["has"] = _collections.ContainsKey(Key(body)) }),
                "collections/create" => Create(body),
                "collections/drop" => Data(_collections.Remove(Key(body)) ? [] : new JsonObject()),
                "collections/describe" => Data(Collection(body).Describe()),
                "collections/load" => Load(body, loaded: true),
                "collections/release" => Load(body, loaded: false),
                "entities/insert" => Put(body, "insert"),
                "entities/upsert" => Put(body, "upsert"),
                "entities/delete" => Delete(body),
                "entities/query" => Query(body),
                "entities/get" => Data(Rows(Loaded(body).Get(body["id"]!.AsArray().Select(static i => i!)), body)),
                "entities/search" => Search(body),
                _ => throw new StubError(1100, $"no such call: {call}"),
            };
        }
    }

    private static JsonObject Data(JsonNode data) => new() { ["data"] = data };

    private static string Database(JsonObject body) => (string?)body["dbName"] ?? "default";

    private static T Required<T>(JsonObject body, string name)
        where T : JsonNode => body[name] as T ?? throw new StubError(1802, $"missing required parameters, error: {name}");

    private static (string Database, string Name) Key(JsonObject body) => (Database(body), (string)Required<JsonValue>(body, "collectionName")!);

    private StubCollection Collection(JsonObject body) => _collections.TryGetValue(Key(body), out var found)
        ? found
        : throw new StubError(100, $"can't find collection[database={Key(body).Database}][collection={Key(body).Name}]");

    private StubCollection Loaded(JsonObject body) =>
        Collection(body) is { IsLoaded: true } found ? found : throw new StubError(101, $"collection not loaded[collection={Key(body).Name}]");

    private JsonObject Create(JsonObject body)
    {
        var made = new StubCollection(body);
        if (_collections.TryGetValue(Key(body), out var there) && !there.HasSchemaOf(made))
        {
            throw new StubError(1100, "create duplicate collection with different parameters");
        }

        _collections.TryAdd(Key(body), made);
        return Data(new JsonObject());
    }

    private JsonObject Load(JsonObject body, bool loaded)
    {
        Collection(body).IsLoaded = loaded;
        return Data(new JsonObject());
    }

    private JsonObject Put(JsonObject body, string verb)
    {
        var ids = Collection(body).Put(Required<JsonArray>(body, "data"));
        return Data(new JsonObject { [$"{verb}Count"] = ids.Count, [$"{verb}Ids"] = ids });
    }

    private JsonObject Delete(JsonObject body)
    {
        Collection(body).Delete(Filter((string)Required<JsonValue>(body, "filter")!));
        return Data(new JsonObject());
    }

    private JsonObject Query(JsonObject body)
    {
        var rows = Loaded(body).Query(Filter((string?)body["filter"] ?? ""));
        return (body["outputFields"] as JsonArray)?.Any(static f => (string?)f == "count(*)") == true
            ? Data(new JsonArray(new JsonObject { ["count(*)"] = rows.Count() }))
            : Data(Rows(rows.Take((int?)body["limit"] ?? 100), body));
    }

    private JsonObject Search(JsonObject body)
    {
        var filter = Filter((string?)body["filter"] ?? "");
        var (data, topks) = (new JsonArray(), new JsonArray());
        foreach (var query in Required<JsonArray>(body, "data"))
        {
            var found = Loaded(body).Search(query!.AsArray(), filter).Take((int?)body["limit"] ?? 100).ToArray();
            foreach (var (row, score) in found)
            {
                var hit = Shown(row, body);
                hit["distance"] = score;
                data.Add((JsonNode)hit);
            }

            topks.Add((JsonNode)found.Length);
        }

        return new JsonObject { ["cost"] = 0, ["data"] = data, ["topks"] = topks };
    }

    private static Func<JsonObject, bool> Filter(string text)
    {
        try
        {
            return MilvusExpression.Parse(text);
        }
        catch (FormatException e)
        {
            throw new StubError(1100, $"failed to create query plan: {e.Message}: invalid parameter");
        }
    }

    private static JsonArray Rows(IEnumerable<JsonObject> rows, JsonObject body) => new([.. rows.Select(r => Shown(r, body))]);

    // JSON fields come as text, as servers before 2.6 give them.
    private static JsonObject Shown(JsonObject row, JsonObject body)
    {
        var wanted = (body["outputFields"] as JsonArray)?.Select(static f => (string)f!).ToHashSet(StringComparer.Ordinal);
        return new JsonObject(row
            .Where(f => wanted is null || wanted.Contains("*") || wanted.Contains(f.Key))
            .Select(static f => KeyValuePair.Create(f.Key, f.Value is JsonObject json ? (JsonNode)json.ToJsonString() : f.Value?.DeepClone())));
    }
}
