using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.Testing;

namespace Reelmill.Server.Tests.Hosting;

public sealed class PageTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/jobs")]
    [InlineData("/jobs/20300101T000000000Z-000000")]
    [InlineData("/library/abc?frame=100")]
    public async Task Without_a_built_page_its_addresses_explain_how_to_build_it(string address)
    {
        await using var server = await ServerFixture.StartAsync(o => o with { PageFolder = _folder["none"] });
        using var response = await server.Http.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        (await response.Content.ReadAsStringAsync()).ShouldSatisfyAllConditions(
            static text => text.ShouldContain("The page is not built"), static text => text.ShouldContain("./run serve"), static text => text.ShouldContain("Node.js 18"), static text => text.ShouldContain("/v1"));
    }

    [Fact]
    public async Task Without_a_built_page_the_api_still_works()
    {
        await using var server = await ServerFixture.StartAsync(o => o with { PageFolder = _folder["none"] });
        (await server.Http.GetStringAsync("/healthz")).ShouldBe("ok");
        (await server.Http.GetFromJsonAsync<JsonElement>("/v1/server")).GetProperty("web").GetBoolean().ShouldBeFalse();
        var job = await server.EndAsync((await server.SubmitAsync(new { pipeline = "mine" }, await server.ClipAsync(1, 1))).Id);
        job.Items.Done.ShouldBe(1);
    }

    [Fact]
    public async Task Client_side_routes_return_the_page_and_file_addresses_return_files()
    {
        await File.WriteAllTextAsync(_folder["index.html"], "<!doctype html>the page");
        await File.WriteAllTextAsync(_folder["app.js"], "run()");
        await using var server = await ServerFixture.StartAsync(o => o with { PageFolder = _folder.Path });
        foreach (var address in new[] { "/", "/jobs", "/jobs/20300101T000000000Z-000000", "/library" })
        {
            using var page = await server.Http.GetAsync(address);
            (page.StatusCode, page.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "text/html"), address);
            page.Headers.CacheControl!.NoCache.ShouldBeTrue();
            (await page.Content.ReadAsStringAsync()).ShouldContain("the page");
        }

        (await server.Http.GetStringAsync("/app.js")).ShouldBe("run()");
        using var none = await server.Http.GetAsync("/other.js");
        (none.StatusCode, await ServerFixture.ReadCodeAsync(none)).ShouldBe((HttpStatusCode.NotFound, "not_found"));
    }
}
