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
/// A stub of Milvus on loopback: the part of the published RESTful API v2 that vector stores use, in memory, with faults
/// on demand. Searches are exact.
/// </summary>
public sealed class StubMilvus : IAsyncDisposable
{
    /// <summary>The token that authenticates callers.</summary>
    public const string Token = "root:a-secret-that-no-message-may-have";

    private const string Prefix = "/v2/vectordb/";

    private readonly WebApplication _app;
    private readonly StubCalls _calls = new();

    private StubMilvus(WebApplication app) => _app = app;

    /// <summary>The paths of all calls, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Answers a request instead of the stub; false to let the stub answer.</summary>
    public Func<HttpContext, Task<bool>> Fault { get; set; } = static _ => Task.FromResult(false);

    /// <summary>The HTTP address of the stub.</summary>
    public string Endpoint => _app.Urls.First();

    /// <summary>Gets the address as a vector store takes it.</summary>
    public string Address(string token = Token) => $"milvus://{token}@127.0.0.1:{new Uri(Endpoint).Port}";

    /// <summary>Starts a stub on a free port.</summary>
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

    /// <summary>Sends an API call like an ordinary client.</summary>
    public static async Task<JsonNode> CallAsync(string endpoint, string call, string body, string token = Token, bool allowInt64 = true)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        http.DefaultRequestHeaders.Add("Accept-Type-Allow-Int64", allowInt64 ? "true" : "false");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(endpoint + Prefix + call), content);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    /// <summary>Releases a collection from memory, as an operator can.</summary>
    public void Release(string collection) => _calls.Release(collection);

    /// <summary>Returns JSON columns as objects, as current servers do. The default is text, as older servers do.</summary>
    public void UseNativeJson() => _calls.NativeJson = true;

    /// <summary>Aborts the next creations of collections before their indexes, like a server that stops.</summary>
    public void CutCreations(int count) => _calls.CutCreations = count;

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

            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            var body = await JsonNode.ParseAsync(context.Request.Body, documentOptions: options);
            answer = _calls.Answer(path[Prefix.Length..], body!.AsObject());
            answer["code"] = 0;
            if (context.Request.Headers["Accept-Type-Allow-Int64"] != "true")
            {
                LongsAsTexts(answer["data"]);
            }
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

    // Milvus returns 64-bit integers as strings unless the caller declares that it accepts them.
    private static void LongsAsTexts(JsonNode? data)
    {
        foreach (var row in (data as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var (name, value) in row.ToArray())
            {
                if (value is JsonValue number && name is not ("count(*)" or "distance") && number.GetValueKind() == JsonValueKind.Number && long.TryParse(number.ToJsonString(), out var whole))
                {
                    row[name] = whole.ToString(System.Globalization.CultureInfo.InvariantCulture);
                }
            }
        }
    }
}
