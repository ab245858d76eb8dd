using System.Security.Cryptography;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.Testing.Commands;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Chunking;

/// <summary>
/// kill -9 at moments drawn from a printed seed (<c>REELMILL_SEED</c> sets it): going on redoes at most one chunk for each
/// worker, and the chunks are those of an undisturbed run, to the byte.
/// </summary>
public sealed class ChunkKillTests(ITestOutputHelper output) : LibraryTest
{
    private const int Workers = 2;

    private static readonly int Kills = Campaign.Share(6);

    [Theory]
    [InlineData("encode")]
    [InlineData("copy")]
    public async Task Killed_at_random_moments_a_run_resumes_and_redoes_at_most_one_chunk_for_each_worker(string processor)
    {
        var random = Campaign.Seeded(output.WriteLine);
        await Tool.MakeAsync(Clip, "testsrc2=size=320x180:rate=25", 10, "-g", "25");
        var began = TimeProvider.System.GetTimestamp();
        await ReelmillApp.ExpectAsync(0, Command(Library.Path, processor));
        var undisturbed = TimeProvider.System.GetElapsedTime(began);
        var expected = Contents(Library.Path);
        var killed = 0;
        for (var round = 0; killed < Kills; round++)
        {
            round.ShouldBeLessThan(4 * Kills);
            var library = Temp[FormattableString.Invariant($"killed-{round}")];
            var first = await KillAfterAsync(Command(library, processor), undisturbed * random.NextDouble());
            if (first.ExitCode == 0)
            {
                continue;
            }

            killed++;
            var second = await ReelmillApp.ExpectAsync(0, Command(library, processor));
            Contents(library).ShouldBe(expected, $"round {round}");
            second.Sequences("chunk_started").Intersect(first.Sequences("chunk_completed")).ShouldBeEmpty();
            second.Sequences("chunk_started").Intersect(first.Sequences("chunk_started")).Count().ShouldBeLessThanOrEqualTo(Workers);
            Directory.EnumerateFileSystemEntries(Path.Combine(library, "tmp")).ShouldBeEmpty();
            await ReelmillApp.ExpectAsync(0, "verify", FolderOf(library));
        }
    }

    private string Clip => Temp["clip.mp4"];

    private string[] Command(string library, string processor) =>
        ["chunk", Clip, "--library", library, "--duration", "1", "--workers", $"{Workers}", "--processor", processor, "--events", "--quiet"];

    private static async Task<CommandResult> KillAfterAsync(string[] command, TimeSpan delay)
    {
        await using var run = ReelmillApp.Start(command);
        await Task.WhenAny(run.Ended, Task.Delay(delay, TimeProvider.System));
        Signals.Send(run.Id, Signals.Kill);
        var result = await run.EndAsync();
        result.ExitCode.ShouldBeOneOf(0, 128 + Signals.Kill);
        await ProcessTable.GoneAsync("ffmpeg", command[1]);
        return result;
    }

    /// <summary>The name and the hash of every chunk.</summary>
    private static string Contents(string library) => string.Join('\n', Directory.GetFiles(FolderOf(library), "chunk_*").Order(StringComparer.Ordinal)
        .Select(static p => $"{Path.GetFileName(p)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(p)))}"));

    private static string FolderOf(string library) => Directory.GetDirectories(Path.Combine(library, "chunks")).ShouldHaveSingleItem();
}
