using System.Security.Cryptography;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Streaming;

/// <summary>kill -9 at moments drawn from a printed seed (<c>REELMILL_SEED</c> sets it): going on gives the bytes of an undisturbed run.</summary>
public sealed class StreamKillTests(ITestOutputHelper output) : LibraryTest
{
    private static readonly int Kills = Campaign.Share(20);

    [Fact]
    public async Task Killed_at_random_moments_a_run_ends_with_the_same_bytes()
    {
        var random = Campaign.Seeded(output.WriteLine);
        var clips = new[] { await ClipAsync(7, "320x180", "25"), await ClipAsync(5, "256x144", "30000/1001") };
        var began = TimeProvider.System.GetTimestamp();
        await ReelmillApp.ExpectAsync(0, ["hls", .. clips, "--library", Library.Path, "--quiet", .. Options]);
        var undisturbed = TimeProvider.System.GetElapsedTime(began);
        var expected = Contents(Library);

        var killed = 0;
        for (var round = 0; killed < Kills; round++)
        {
            round.ShouldBeLessThan(2 * Kills);
            var library = new LibraryFolder(Temp[$"killed-{round}"]);
            string[] command = ["hls", .. clips, "--library", library.Path, "--quiet", .. Options];
            for (var again = random.Next(1, 3); again > 0; again--)
            {
                killed += await KillAsync(command, undisturbed * random.NextDouble());
            }

            await ProcessTable.GoneAsync(library.Path);
            await ReelmillApp.ExpectAsync(0, command);
            Contents(library).ShouldBe(expected, $"round {round}");
            library.ShouldHaveNoLeftovers();
        }
    }

    private async Task<string> ClipAsync(double seconds, string size, string rate)
    {
        var path = Temp[$"clip-{size}.mp4"];
        await Tool.MakeWithToneAsync(path, seconds, size, rate);
        return path;
    }

    private static string[] Options => ["--preset", "ultrafast", "--ladder", "180:150,144:60", "--copy-top", "never"];

    private static async Task<int> KillAsync(string[] command, TimeSpan delay)
    {
        await using var run = ReelmillApp.Start(command);
        await Task.WhenAny(run.Ended, Task.Delay(delay, TimeProvider.System));
        Signals.Send(run.Id, Signals.Kill);
        return (await run.EndAsync()).ExitCode == 0 ? 0 : 1;
    }

    private static string Contents(LibraryFolder library) => string.Join(
        '\n', library.Files("hls").Select(f => $"{Path.GetRelativePath(library.Path, f)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))}"));
}
