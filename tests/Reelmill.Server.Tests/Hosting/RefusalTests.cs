using System.Net;
using System.Text;

namespace Reelmill.Server.Tests.Hosting;

/// <summary>What no route of the API takes.</summary>
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
    public async Task A_body_that_is_not_said_to_be_json_is_an_unsupported_media_type(string address)
    {
        foreach (var type in new[] { null, "text/plain", "application/x-www-form-urlencoded" })
        {
            using var body = new StringContent("{}", Encoding.UTF8);
            body.Headers.ContentType = type is null ? null : new(type);
            using var response = await server.Http.PostAsync(address, body);
            response.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType, $"{address} {type}");
            (await ServerFixture.CodeOfAsync(response)).ShouldBe("unsupported_media_type");
            (await response.Content.ReadAsStringAsync()).ShouldContain("application/json", customMessage: $"{address} {type}");
        }
    }

    [Theory]
    [InlineData("PUT", "/v1/jobs", "GET, POST")]
    [InlineData("DELETE", "/v1/pipelines", "GET")]
    [InlineData("POST", "/healthz", "GET")]
    public async Task A_method_that_a_route_does_not_take_is_named_with_those_that_it_takes(string method, string address, string takes)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await server.Http.SendAsync(message);
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)).ShouldBe(takes);
        (await ServerFixture.CodeOfAsync(response)).ShouldBe("bad_method");
    }

    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("POST", "/v1")]
    [InlineData("POST", "/jobs")]
    [InlineData("GET", "/favicon.png")]
    public async Task An_address_of_nothing_is_not_found(string method, string address)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), address);
        using var response = await server.Http.SendAsync(message);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ServerFixture.CodeOfAsync(response)).ShouldBe("not_found");
    }
}
