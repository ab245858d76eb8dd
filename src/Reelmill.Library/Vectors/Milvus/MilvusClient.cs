using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Reelmill.Library.Vectors.Milvus;

/// <summary>Calls the RESTful API v2. Each call is a POST of JSON; the response has a code, a message and data.</summary>
internal sealed class MilvusClient : IDisposable
{
    private readonly MilvusAddress _address;
    private readonly StoreRetryPolicy _retries;
    private readonly HttpClient _http;

    public MilvusClient(MilvusAddress address, StoreRetryPolicy retries)
    {
        (_address, _retries) = (address, retries);
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

        // StoreRetryPolicy sets the timeouts, on this program's clock.
        _http = new HttpClient(handler) { BaseAddress = address.Endpoint, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Add("Accept-Type-Allow-Int64", "true");
        if (address.Token is { } token)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    /// <summary>Makes a call and returns the response's data.</summary>
    /// <param name="operation">The operation, for the message, such as <c>Searching</c>.</param>
    /// <param name="collection">The collection's name, for the message; empty for none.</param>
    /// <param name="call">The call's path, such as <c>entities/search</c>.</param>
    /// <param name="body">The request body; the name of the database is added to it.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<JsonNode> SendAsync(
        string operation, string collection, string call, JsonObject body, CancellationToken cancellationToken)
    {
        body["dbName"] = _address.Database;
        var bytes = Bytes(body);
        try
        {
            return await _retries.RunAsync(token => SendOrLoadAsync(call, body, bytes, token), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw MilvusErrors.Explain(e, operation, collection, _address.DisplayName);
        }
    }

    public void Dispose() => _http.Dispose();

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    // Another client may have released the collection. Loading takes a while: the error stands, so that the policy retries.
    private async Task<JsonNode> SendOrLoadAsync(string call, JsonObject body, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            return await PostAsync(call, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (MilvusException e) when (e.Code == MilvusException.NotLoaded)
        {
            var named = new JsonObject { ["dbName"] = _address.Database, ["collectionName"] = body["collectionName"]?.DeepClone() };
            await PostAsync("collections/load", Bytes(named), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<JsonNode> PostAsync(string call, byte[] body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _http.PostAsync(new Uri(call, UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new MilvusException(code: null, (int)response.StatusCode, response.ReasonPhrase ?? "no reason");
        }

        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = stream.ConfigureAwait(false);
        var json = await JsonNode.ParseAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        return json?["code"]?.GetValue<int>() switch
        {
            0 => json["data"] ?? new JsonObject(),
            { } code => throw new MilvusException(code, (int)response.StatusCode, json["message"]?.ToString() ?? "no message"),
            null => throw new FormatException("The response has no code."),
        };
    }
}
