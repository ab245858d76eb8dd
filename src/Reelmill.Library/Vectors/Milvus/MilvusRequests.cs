using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Makes calls of the RESTful API v2: each is a POST of JSON and is answered with code, message and data.</summary>
internal sealed class MilvusRequests : IDisposable
{
    private readonly MilvusAddress _address;
    private readonly StoreRetries _retries;
    private readonly HttpClient _http;

    public MilvusRequests(MilvusAddress address, StoreRetries retries)
    {
        (_address, _retries) = (address, retries);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

        // Deadlines are on the clock of this program.
        _http = new HttpClient(handler) { BaseAddress = address.Endpoint, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add("Accept-Type-Allow-Int64", "true");
        if (address.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Makes a call and gives its data.</summary>
    /// <param name="doing">The word for the message, such as <c>Searching</c>.</param>
    /// <param name="collection">The collection's name, for the message; empty for none.</param>
    /// <param name="call">The call's path, such as <c>entities/search</c>.</param>
    /// <param name="body">What is sent; the database is added.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<JsonNode> SendAsync(
        string doing, string collection, string call, JsonObject body, CancellationToken cancellationToken)
    {
        body["dbName"] = _address.Database;
        var bytes = Bytes(body);
        try
        {
            return await _retries.RunAsync(token => TryLoadedAsync(call, body, bytes, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw MilvusErrors.Explain(e, doing, collection, _address.Shown);
        }
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    // Somebody may have released it. Loading takes its time: the next try may come too early, too.
    private async Task<JsonNode> TryLoadedAsync(string call, JsonObject body, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(call, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (MilvusException e) when (e.Code == MilvusException.NotLoaded)
        {
            var named = new JsonObject { ["dbName"] = _address.Database, ["collectionName"] = body["collectionName"]?.DeepClone() };
            await TryAsync("collections/load", Bytes(named), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<JsonNode> TryAsync(string call, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.PostAsync(new Uri(call, UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            throw new MilvusException(code: null, (int)answer.StatusCode, answer.ReasonPhrase ?? "no reason");
        }

        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = stream.ConfigureAwait(false);
        var json = await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        return json?["code"]?.GetValue<int>() switch
        {
            0 => json["data"] ?? new JsonObject(),
            { } code => throw new MilvusException(code, (int)answer.StatusCode, json["message"]?.ToString() ?? "no message"),
            null => throw new FormatException("There is no code in the answer."),
        };
    }
}
