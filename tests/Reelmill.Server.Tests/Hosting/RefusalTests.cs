using System.Net;
using System.Text;

namespace Reelmill.Server.Tests.Hosting;

/// <summary>Requests that no route of the API accepts.</summary>
public sealed class RefusalTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("/v1/jobs")]
    [InlineData("/v1/jobs/retry")]
    [InlineData("/v1/jobs/cancel")]
    [InlineData("/v1/session")]
    [InlineData("/v1/keys")]
    [InlineData("/v1/webhooks")]
    [InlineData("/v1/library/decisions/preview")]
    public async Task A_body_without_a_json_content_type_is_an_unsupported_media_type(string address)
    {
        foreach (var type in new[] { null, "text/plain", "application/x-www-form-urlencoded" })
        {
            using var body = new StringContent("{}", Encoding.UTF8);
            body.Headers.ContentType = type is null ? null : new(type);
            using var response = await server.Http.PostAsync(address, body);
            response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, $"{address} {type}");
            (await ServerFixture.ReadCodeAsync(response)).ShouldBe("unsupported_media_type");
            (await response.Content.ReadAsStringAsync()).ShouldContain("application/json", customMessage: $"{address} {type}");
        }
    }

    [Theory]
    [InlineData("PUT", "/v1/jobs", "GET, POST")]
    [InlineData("DELETE", "/v1/pipelines", "GET")]
    [InlineData("POST", "/healthz", "GET")]
    public async Task An_unsupported_method_is_refused_with_the_supported_ones(string method, string address, string takes)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await server.Http.SendAsync(message);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)).ShouldBe(takes);
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe("bad_method");
    }

    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/v1")]
    [InlineData("POST", "/jobs")]
    [InlineData("GET", "/favicon.png")]
    public async Task An_unknown_address_is_not_found(string method, string address)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await server.Http.SendAsync(message);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ServerFixture.ReadCodeAsync(response)).ShouldBe("not_found");
    }
}
