using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Playing;

/// <summary>hls.js in Chromium on what <c>hls</c> makes.</summary>
public sealed class StreamPlayingTests : LibraryTest
{
    [Fact]
    public async Task A_real_player_plays_switches_and_seeks_in_each_format()
    {
        var clip = Temp["clip.mp4"];
        await Tool.MakeWithToneAsync(clip, 20, "640x360", "25");
        foreach (var (format, encrypt, ladder) in new[] { ("fmp4", false, "360:600,180:150"), ("fmp4", true, "360:600,270:300,180:150"), ("ts", true, "360:600,180:150") })
        {
            string[] more = encrypt ? ["--encrypt", "--rotate-keys", "2", "--key-uri", "/keys/{id}/{key}"] : [];
            var made = (await ReelmillApp.ExpectAsync(0, ["hls", clip, "--library", Library.Path, "--json", "--quiet", "--preset", "ultrafast", "--ladder", ladder, "--copy-top", "never", "--format", format, .. more])).Json().GetProperty("outputs")[0];
            var output = new HlsOutput(Path.Combine(Library.Path, Path.GetDirectoryName(made.GetProperty("master").GetString()!)!), encrypt ? Path.Combine(Library.Path, "keys") : null);

            await output.ShouldPlayToItsEndAsync(20, 500);
            await output.ShouldSwitchAsync();
            await output.ShouldSeekAsync(0.04);
        }
    }
}
