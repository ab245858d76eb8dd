using System.Globalization;
using System.Security.Cryptography;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Mining;
using Reelmill.Testing.Libraries;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Faults;

/// <summary>
/// Every writing command is killed at moments and at system calls drawn from a printed seed (<c>REELMILL_SEED</c> sets it),
/// some once more while they recover: the same command then gives the bytes of an undisturbed run, and no foreign
/// file beside the library or in it has changed. <c>REELMILL_EVERY_FILE=1</c> runs all 200 kills and 50 double kills.
/// </summary>
public sealed class KillCampaign(Clips clips, ITestOutputHelper output) : MineTest, IClassFixture<Clips>
{
    private const string Strace = "/usr/bin/strace";
    private const double RecoveryShare = 0.6;

    /// <summary>Calls that make results durable or visible, and how often a short run makes them, about.</summary>
    private static readonly (string Names, int Most)[] Calls =
        [("fsync,fdatasync", 14), ("rename,renameat,renameat2", 5), ("unlink,unlinkat,rmdir", 5), ("pwrite64", 40)];

    private static readonly string[] Commands = ["mine", "mine again", "hls", "chunk", "index", "decide", "gc", "repair"];

    [Fact]
    public async Task Killed_anywhere_every_command_ends_with_the_same_bytes_and_touches_no_file_of_others()
    {
        Assert.SkipUnless(File.Exists(Strace), "strace is not installed");
        var random = Campaign.Seeded(output.WriteLine);
        var (kills, doubles) = Campaign.IsWhole ? (200, 50) : (18, 6);
        var (killed, twice, rounds) = (new Dictionary<string, int>(StringComparer.Ordinal), 0, 0);
        var plans = await PlansAsync();
        for (; killed.Values.Sum() < kills || twice < doubles; rounds++)
        {
            rounds.ShouldBeLessThan(5 * kills);
            var plan = plans[rounds % plans.Length];
            var library = new LibraryFolder(Temp[string.Create(CultureInfo.InvariantCulture, $"killed-{rounds}")]);
            var inside = plan.Prepared is not null && rounds / plans.Length % 2 == 0;
            plan.Prepare(library.Path);
            var canary = CanaryTree.Plant(library.Path, inside);
            var (once, when) = await KillAsync(plan, library, random);
            var again = once && random.Next(2) == 0 && await KillAfterAsync(plan.Command(library.Path), plan.Lasts * RecoveryShare * random.NextDouble());
            killed[plan.Name] = killed.GetValueOrDefault(plan.Name) + (once ? 1 : 0) + (again ? 1 : 0);
            twice += again ? 1 : 0;

            await GoneAsync(library.Path);
            await ReelmillApp.ExpectAsync(0, plan.Command(library.Path));
            var what = $"round {rounds}: {plan.Name} {when}{(again ? ", twice" : string.Empty)}, canary inside: {inside}";
            (await plan.ContentsAsync(library)).ShouldBe(inside ? plan.ExpectedInside : plan.Expected, what);
            canary.ShouldBeUntouched(inside, plan.Name == "repair", what);
            Directory.Delete(library.Path, recursive: true);
        }

        output.WriteLine($"{killed.Values.Sum()} kills in {rounds} rounds, {twice} of them double: {string.Join(", ", killed.Select(static k => $"{k.Key} {k.Value}"))}");
    }

    private async Task<(bool Killed, string When)> KillAsync(Plan plan, LibraryFolder library, Random random)
    {
        if (random.Next(2) == 0)
        {
            var delay = plan.Lasts * random.NextDouble();
            return (await KillAfterAsync(plan.Command(library.Path), delay), $"after {delay.TotalMilliseconds:0} ms");
        }

        var (calls, most) = Calls[random.Next(Calls.Length)];
        var at = random.Next(1, most + 1);
        string[] strace = [Strace, "-f", "-o", "/dev/null", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=KILL:when={at}"];
        await using var run = ReelmillApp.StartUnder(strace, plan.Command(library.Path));
        return ((await run.EndAsync()).ExitCode != 0, $"at {calls} number {at}");
    }

    private static async Task<bool> KillAfterAsync(string[] command, TimeSpan delay)
    {
        await using var run = ReelmillApp.Start(command);
        await Task.WhenAny(run.Ended, Task.Delay(delay, TimeProvider.System));
        Signals.Send(run.Id, Signals.Kill);
        return (await run.EndAsync()).ExitCode != 0;
    }

    private async Task GoneAsync(string library)
    {
        await ProcessTable.GoneAsync(library);
        await ProcessTable.GoneAsync("ffmpeg", clips.Folder);
        await ProcessTable.GoneAsync("ffprobe", clips.Folder);
    }

    private async Task<Plan[]> PlansAsync()
    {
        var mined = Temp["mined"];
        await ReelmillApp.ExpectAsync(0, Mine(mined));
        var decided = Temp["decided"];
        Copy(mined, decided);
        await ReelmillApp.ExpectAsync(0, Decide(decided));
        var empty = Temp["empty"];
        await ReelmillApp.ExpectAsync(0, "collections", "create", "none", "--library", empty);
        var lost = Temp["lost"];
        Copy(mined, lost);
        File.Delete(Path.Combine(lost, "library.db"));
        var plans = Commands.Select(name => name switch
        {
            "mine" => new Plan(name, null, Mine),
            "mine again" => new Plan(name, mined, l => [.. Mine(l), "--set", "jpeg-quality=80"]),
            "hls" => new Plan(name, empty, l => ["hls", clips.Still, "--library", l, "--preset", "ultrafast", "--ladder", "144:60", "--copy-top", "never", "--quiet"]),
            "chunk" => new Plan(name, empty, l => ["chunk", clips.Pattern, "--library", l, "--duration", "1", "--quiet"]),
            "index" => new Plan(name, empty, l => ["index", mined, "--library", l, "--collection", "images", "--insert-batch", "3", "--quiet"]),
            "decide" => new Plan(name, mined, Decide),
            "gc" => new Plan(name, decided, static l => ["gc", "--library", l, "--quiet"]),
            _ => new Plan(name, lost, static l => ["repair", "--library", l, "--quiet"]),
        }).ToArray();
        foreach (var plan in plans)
        {
            plan.Expected = await UndisturbedAsync(plan, inside: false);
            plan.ExpectedInside = plan.Prepared is null ? string.Empty : await UndisturbedAsync(plan, inside: true);
        }

        return plans;
    }

    private async Task<string> UndisturbedAsync(Plan plan, bool inside)
    {
        var library = new LibraryFolder(Temp[$"undisturbed-{plan.Name}-{inside}"]);
        plan.Prepare(library.Path);
        CanaryTree.Plant(library.Path, inside);
        var began = TimeProvider.System.GetTimestamp();
        await ReelmillApp.ExpectAsync(0, plan.Command(library.Path));
        plan.Lasts = TimeProvider.System.GetElapsedTime(began);
        return await plan.ContentsAsync(library);
    }

    private string[] Mine(string library) => ["mine", clips.Pattern, clips.Spiral, clips.Black, "--library", library, "--every", "400ms", "--quiet"];

    private static string[] Decide(string library) => ["decide", "--library", library, "--set", "quality.min-sharpness=400", "--quiet"];

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    /// <summary>A command, the library that it begins with, and what an undisturbed run of it leaves.</summary>
    private sealed class Plan(string name, string? prepared, Func<string, string[]> command)
    {
        public string Name => name;

        public string? Prepared => prepared;

        public Func<string, string[]> Command => command;

        public string Expected { get; set; } = string.Empty;

        public string ExpectedInside { get; set; } = string.Empty;

        public TimeSpan Lasts { get; set; }

        public void Prepare(string library)
        {
            if (prepared is not null)
            {
                Copy(prepared, library);
            }
        }

        /// <summary>All that must not depend on how a run went. Files of chunks have no times in them, their manifest has; ids of libraries differ.</summary>
        public async Task<string> ContentsAsync(LibraryFolder library)
        {
            string[] folders = ["frames", "hls", "chunks"];
            var files = folders.SelectMany(library.Files).Append(library.Manifest)
                .Where(static f => File.Exists(f) && Path.GetFileName(f) != "manifest.json")
                .Select(f => $"{Path.GetRelativePath(library.Path, f)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))}");
            var status = await ReelmillApp.ExpectAsync(0, "status", "--library", library.Path);
            var collections = await ReelmillApp.ExpectAsync(0, "collections", "list", "--library", library.Path);
            var temporary = Directory.Exists(Path.Combine(library.Path, "tmp")) ? Directory.EnumerateFileSystemEntries(Path.Combine(library.Path, "tmp")) : [];
            return string.Join('\n', [.. files, status.Output, collections.Output, .. temporary.Select(static t => Path.GetFileName(t)).Order(StringComparer.Ordinal)]);
        }
    }
}
