using System.Net;
using Microsoft.AspNetCore.TestHost;
using Reelmill.Media.Frames;
using Reelmill.Media.Probing;
using Reelmill.Processes;
using Reelmill.Vision.Images;

namespace Reelmill.Server.Tests.Library;

[Collection(ReadCollection.Name)]
public sealed class FrameImageTests(ReadHost host)
{
    private string Url(long timeMs) => $"/v1/library/videos/{host.Video}/frames/{timeMs}.jpg";

    [Fact]
    public async Task A_kept_frame_is_served_from_its_file_and_revalidated_by_its_tag()
    {
        var answer = await host.Client.GetAsync(Url(0));

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromDays(7));
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(host.Folder, "frames", host.Video, "0.jpg")));
        using var revalidated = new HttpRequestMessage(HttpMethod.Get, Url(0)) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        var second = await host.Client.SendAsync(revalidated);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        second.Headers.ETag.ShouldBe(answer.Headers.ETag);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4000)]
    public async Task An_image_is_scaled_to_the_requested_width(long timeMs)
    {
        var original = await host.Client.GetAsync(Url(timeMs));
        var small = await host.Client.GetAsync($"{Url(timeMs)}?width=100");

        ReadSize(await small.Content.ReadAsByteArrayAsync()).ShouldBe((100, 56));
        small.Headers.ETag.ShouldNotBe(original.Headers.ETag);
    }

    [Fact]
    public async Task An_image_is_never_enlarged() =>
        ReadSize(await host.Client.GetByteArrayAsync($"{Url(0)}?width=1920")).ShouldBe((320, 180));

    [Theory]
    [InlineData("63")]
    [InlineData("1921")]
    [InlineData("-1")]
    public async Task A_width_out_of_range_is_refused(string width) =>
        (await ReadHost.ProblemAsync(await host.Client.GetAsync($"{Url(0)}?width={width}"))).ShouldSatisfyAllConditions(p => p.Code.ShouldBe("bad_query"), p => p.Detail.ShouldContain("width"));

    [Fact]
    public async Task A_dropped_frame_is_decoded_from_the_original_exactly_as_sampled()
    {
        var media = await new Prober(new ProcessLauncher()).ProbeAsync(host.Clip, default);
        using var encoder = new JpegEncoder();
        await foreach (var frame in new FrameDecoder(new ProcessLauncher(), "ffmpeg", new ProbeLimits()).DecodeAsync(host.Clip, media, new SamplingOptions(), null, default))
        {
            using (frame)
            {
                using var expected = encoder.Encode(frame.Pixels.Span, frame.Width, frame.Height, new ColorSpec(frame.FullRange, ColorMatrix.Bt601));

                (await host.Client.GetByteArrayAsync(Url(frame.TimeMs))).ShouldBe(expected.Memory.ToArray(), $"at {frame.TimeMs} ms");
            }
        }
    }

    [Fact]
    public async Task A_dropped_frame_has_no_image_when_its_video_is_not_available()
    {
        await using var another = await host.StartAnotherAsync();
        var away = host.Clip + ".away";
        File.Move(host.Clip, away);
        try
        {
            // The first host may have this image in its cache from another test.
            var dropped = await ReadHost.ProblemAsync(await another.GetTestClient().GetAsync(Url(3000)));
            var kept = await host.Client.GetAsync(Url(0));
            var media = await ReadHost.ProblemAsync(await host.Client.GetAsync($"/v1/library/videos/{host.Video}/media"));

            (dropped.Status, dropped.Code).ShouldBe((404, "no_picture"));
            kept.StatusCode.ShouldBe(HttpStatusCode.OK);
            (media.Status, media.Code).ShouldBe((404, "no_original"));
            (await host.GetAsync($"/v1/library/videos/{host.Video}")).GetProperty("media").GetString().ShouldBeNull();
        }
        finally
        {
            File.Move(away, host.Clip);
        }
    }

    private static (int Width, int Height) ReadSize(byte[] jpeg)
    {
        using var decoder = new JpegDecoder();
        using var image = decoder.Decode(jpeg);
        return (image.Width, image.Height);
    }
}
