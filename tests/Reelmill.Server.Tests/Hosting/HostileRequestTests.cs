using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Reelmill.Library.Access;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Server.Hosting;
using Reelmill.Server.Http;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Hosting;

/// <summary>Sends random hostile bodies, query strings and paths to every route.</summary>
public sealed partial class HostileRequestTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Seed = 20_261_129;
    private const int RequestsPerRoute = 25;

    private static readonly string[] Values =
    [
        "null", "{}", "[]", "\"\"", "0", "-1", "1e308", "1e999", "-1e999", "9223372036854775808", "true", "\"\\ud800\"", "\"\\udc00x\"", "\"\\u0000\"", "\"=cmd()\"", "\"\\u001b[2J\"",
        "[null]", "[[]]", "[\"a\",null]", "{\"a\":null}", "\"mine\"", "[\"http://h/\"]", "[\"read\"]", "[\"job.failed\"]", "\"1e300d\"", "\"99999999999999999999d\"", "\"NaN\"", "{\"every\":\"1e300d\"}",
        "{\"every\":\"\\ud800\"}", "{\"jpeg-quality\":1e999}", "{\"quality.min-sharpness\":null}", "{\"hls.key-uri\":\"\\\"\"}",
    ];

    private static readonly string[] Names =
        ["pipeline", "inputs", "options", "label", "priority", "jobs", "codes", "name", "scopes", "expiresInSeconds", "url", "events", "key", "video", "limits", "changedOnly", "unknown", "\\ud800"];

    private static readonly string[] Queries = ["limit", "cursor", "state", "pipeline", "label", "text", "k", "frame", "collection", "filter", "width", "height", "results", "time", "token"];

    private static readonly string[] Texts =
        ["", "0", "-1", "1e308", "99999999999999999999", "null", "%00", "%ED%A0%80", "%FF", "%1B%5B2J", "%0D%0AX-Y:z", "..%2F..%2Fetc%2Fpasswd", "'%20OR%201=1--", "x/1", "x/-1", "true", "%E2%80%AE", "NaN"];

    private readonly TempFolder _folder = new();
    private ServerHost _server = null!;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync()
    {
        string secret;
        await using (var catalog = SqliteCatalog.Open(_folder["library"]))
        {
            secret = (await new KeyStore(catalog).CreateAsync("me", AccessScope.Admin, null, default)).Secret;
        }

        _server = await ServerHost.StartAsync(new ServerOptions { Library = _folder["library"], Port = 0, RequestsPerSecond = 100_000 }, default);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(_server.Addresses.First()), Timeout = TimeSpan.FromMinutes(1) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_route_refuses_hostile_requests_without_an_internal_error()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var sent = 0;
        foreach (var route in _server.Routes.Endpoints.OfType<RouteEndpoint>())
        {
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                for (var i = 0; i < RequestsPerRoute; i++, sent++)
                {
                    var path = Parameter().Replace("/" + route.RoutePattern.RawText!.TrimStart('/'), _ => Pick(random, Texts) is { Length: > 0 } text ? text.Replace("/", "", StringComparison.Ordinal) : "x");
                    var query = string.Join('&', Enumerable.Range(0, random.Next(3)).Select(_ => $"{Pick(random, Queries)}={Pick(random, Texts)}"));
                    await SendAsync(new HttpMethod(method), $"{path}?{query}", method is "POST" or "PUT" or "PATCH" ? CreateBody(random) : null);
                }
            }
        }

        output.WriteLine($"{sent} requests");
        sent.ShouldBeGreaterThan(500);
    }

    [Theory]
    [InlineData("/v1/jobs/cancel", "{}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs/retry", "{}", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs/cancel", """{"jobs":null}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs/cancel", """{"jobs":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs/retry", """{"jobs":[null,"x"]}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs/cancel", "null", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs", """{"pipeline":null}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs", """{"pipeline":"mine","inputs":[null]}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs", """{"pipeline":"mine","inputs":["http://h/"],"options":{"every":"99999999999999999999d"}}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs", """{"pipeline":"mine","inputs":["http://h/"],"options":{"every":"\ud800"}}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs", """{"pipeline":"mine","inputs":["http://h/"],"label":"\ud800"}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs", """{"pipeline":"hls","inputs":["http://h/"],"options":{"hls.key-uri":"http://h/\"{key}"}}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/jobs", "null", HttpStatusCode.BadRequest)]
    [InlineData("/v1/keys", """{"name":"x","scopes":["read"],"expiresInSeconds":1e308}""", HttpStatusCode.BadRequest)]
    [InlineData("/v1/webhooks", """{"url":"http://h/","events":[null]}""", HttpStatusCode.BadRequest)]
    public async Task Requests_that_caused_internal_errors_before_are_refused(string path, string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(path, content);
        response.StatusCode.ShouldBe(status, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("retry")]
    public async Task A_request_with_a_hundred_thousand_ids_is_refused(string what)
    {
        using var content = new StringContent($$"""{"jobs":[{{string.Join(',', Enumerable.Repeat("\"20261129T000000000Z-aaaaaa\"", 100_000))}}]}""", Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync($"/v1/jobs/{what}", content);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe("too_many");
    }

    private async Task SendAsync(HttpMethod method, string url, string? body)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var description = string.Create(CultureInfo.InvariantCulture, $"{method} {url} {body} returned {(int)response.StatusCode}");
        ((int)response.StatusCode).ShouldBeLessThan(500, description);
    }

    private static string CreateBody(Random random) => random.Next(4) == 0
        ? Pick(random, Values)
        : $"{{{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => $"\"{Pick(random, Names)}\":{Pick(random, Values)}"))}}}";

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
