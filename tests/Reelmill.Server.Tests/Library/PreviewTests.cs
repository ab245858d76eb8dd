using System.Net.Http.Json;
using System.Text.Json;

namespace Reelmill.Server.Tests.Library;

[Collection(ReadCollection.Name)]
public sealed class PreviewTests(ReadHost host)
{
    private const string Url = "/v1/library/decisions/preview";

    [Fact]
    public async Task A_preview_shows_the_decisions_of_other_limits_and_changes_nothing()
    {
        var before = await FramesAsync();

        var same = await PreviewAsync(new { limits = new { }, video = host.Video });
        var strict = await PreviewAsync(new { limits = new { minSharpness = 1_000_000 }, video = host.Video });
        var loose = await PreviewAsync(new { limits = new { darkBelow = 0, minContrast = 0, minInformation = 0, minSharpness = 0 } });

        (same.GetProperty("newlyKept").GetInt64(), same.GetProperty("newlyDropped").GetInt64()).ShouldBe((0, 0));
        same.GetProperty("decisions").EnumerateArray().Select(static d => (d.GetProperty("timeMs").GetInt64(), d.GetProperty("kept").GetBoolean()))
            .ShouldBe(before.Select(static f => (f.GetProperty("timeMs").GetInt64(), f.GetProperty("kept").GetBoolean())));
        strict.GetProperty("frames").GetProperty("kept").GetInt64().ShouldBe(0);
        strict.GetProperty("decisions").EnumerateArray().ShouldAllBe(static d => d.GetProperty("rule").GetString() != null);
        loose.GetProperty("newlyKept").GetInt64().ShouldBeGreaterThan(0);
        loose.GetProperty("decisions").GetArrayLength().ShouldBe(0);
        (await FramesAsync()).Select(static f => f.GetRawText()).ShouldBe(before.Select(static f => f.GetRawText()));
    }

    [Fact]
    public async Task A_preview_can_return_only_the_changed_decisions()
    {
        var kept = (await FramesAsync()).Where(static f => f.GetProperty("kept").GetBoolean()).Select(static f => f.GetProperty("timeMs").GetInt64()).ToArray();

        var same = await PreviewAsync(new { video = host.Video, changedOnly = true });
        var strict = await PreviewAsync(new { limits = new { minSharpness = 1_000_000 }, video = host.Video, changedOnly = true });

        same.GetProperty("decisions").GetArrayLength().ShouldBe(0);
        strict.GetProperty("decisions").EnumerateArray().Select(static d => d.GetProperty("timeMs").GetInt64()).ShouldBe(kept);
    }

    [Theory]
    [InlineData("""{"limits":{"minSharpnes":1}}""", "Did you mean 'minSharpness'?")]
    [InlineData("""{"limits":{"darkBelow":1.5}}""", "limits.darkBelow must be 0..1. It was 1.5.")]
    [InlineData("""{"limits":{"maxDistance":2.5}}""", "limits.maxDistance: 2.5 must be a whole number.")]
    [InlineData("""{"limits":{"maxDistance":17}}""", "limits.maxDistance must be 0..16. It was 17.")]
    [InlineData("""{"limits":{"minContrast":"0.1"}}""", "limits.minContrast: \"0.1\" must be a number.")]
    public async Task An_invalid_limit_is_refused_and_named(string body, string message)
    {
        var (status, code, detail) = await ReadHost.ProblemAsync(await host.Client.PostAsync(Url, new StringContent(body, null, "application/json")));

        (status, code).ShouldBe((400, "bad_option"));
        detail.ShouldContain(message);
    }

    private async Task<JsonElement> PreviewAsync(object request)
    {
        var answer = await host.Client.PostAsJsonAsync(Url, request);
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Clone();
    }

    private async Task<JsonElement[]> FramesAsync() =>
        [.. (await host.GetAsync($"/v1/library/videos/{host.Video}/frames")).GetProperty("frames").EnumerateArray()];
}
