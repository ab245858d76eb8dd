using System.Net.Http.Json;
using System.Text.Json;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Commands;

using static Microsoft.Playwright.Assertions;

namespace Reelmill.EndToEnd.Tests.Serving;

/// <summary>What a model found is drawn where it is: over the playing video, and over the frames where the video is gone.</summary>
public sealed class BoxTests : MineTest
{
    /// <summary>Half of a box's line on either side, and rounding, in CSS pixels.</summary>
    private const double Tolerance = 3;

    /// <summary>Where the frame is on the screen, inside its element, and where the boxes are.</summary>
    private const string Measure =
        """
        () => {
            const shown = document.querySelector('.player-stage video, .player-stage img');
            const [width, height] = shown.videoWidth ? [shown.videoWidth, shown.videoHeight] : [shown.naturalWidth, shown.naturalHeight];
            const place = shown.getBoundingClientRect();
            const scale = Math.min(place.width / width, place.height / height);
            const left = place.x + (place.width - width * scale) / 2, top = place.y + (place.height - height * scale) / 2;
            const boxes = Array.from(document.querySelectorAll('.boxes .box'), (box) => box.getBoundingClientRect());
            return { left, top, width: width * scale, boxes: boxes.map(({ x, y, width, height }) => ({ x, y, width, height })) };
        }
        """;

    [Theory]
    [InlineData(1280, true)]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    [InlineData(390, false)]
    public async Task Boxes_lie_on_the_frame_at_the_coordinates_of_the_API(int width, bool isAvailable)
    {
        PageBrowser.Require();
        RequireModels();
        var clip = Temp["clip.mp4"];
        File.Copy(TestMedia.Path("video", "woman-and-dog-frisbee-720p.mp4"), clip);
        await MineAsync(0, clip, "--every", "2s", "--detect", "yolox-nano");
        if (!isAvailable)
        {
            File.Delete(clip);
        }

        await using var server = await ServerRun.StartAsync(Library.Path, "--page", PageBrowser.Built);
        await using var browser = await PageBrowser.StartAsync();
        var video = (await server.Http.GetFromJsonAsync<JsonElement>("/v1/library/videos")).GetProperty("videos")[0].Text("id");
        var frames = (await server.Http.GetFromJsonAsync<JsonElement>($"/v1/library/videos/{video}/frames")).GetProperty("frames").EnumerateArray().ToArray();
        var frame = frames.Where(static f => f.Number("timeMs") > 0).MaxBy(static f => f.GetProperty("kept").GetBoolean() ? Found(f).Length : 0);
        Found(frame).Length.ShouldBeGreaterThan(1, "the woman and the dog");

        var page = await browser.OpenAsync(server, width);
        await page.GotoAsync($"/library/{video}?t={frame.Number("timeMs")}");
        await Expect(page.Locator(".boxes .box")).ToHaveCountAsync(Found(frame).Length);
        await page.WaitForFunctionAsync("() => { const shown = document.querySelector('.player-stage video, .player-stage img'); return (shown.videoWidth || shown.naturalWidth) > 0; }");
        (await page.Locator(".player-stage video").CountAsync()).ShouldBe(isAvailable ? 1 : 0);

        var seen = await page.EvaluateAsync<JsonElement>(Measure);
        var scale = seen.GetProperty("width").GetDouble() / frame.Number("width");
        var boxes = seen.GetProperty("boxes").EnumerateArray().ToArray();
        foreach (var (drawn, found) in boxes.Zip(Found(frame)))
        {
            At(drawn, "x").ShouldBe(At(seen, "left") + (At(found, "x") * scale), Tolerance);
            At(drawn, "y").ShouldBe(At(seen, "top") + (At(found, "y") * scale), Tolerance);
            At(drawn, "width").ShouldBe(At(found, "width") * scale, 2 * Tolerance);
            At(drawn, "height").ShouldBe(At(found, "height") * scale, 2 * Tolerance);
        }

        browser.Complaints.ShouldBeEmpty();
    }

    private static JsonElement[] Found(JsonElement frame) =>
        frame.GetProperty("detections") is { ValueKind: JsonValueKind.Array } found ? [.. found.EnumerateArray()] : [];

    private static double At(JsonElement value, string name) => value.GetProperty(name).GetDouble();
}
