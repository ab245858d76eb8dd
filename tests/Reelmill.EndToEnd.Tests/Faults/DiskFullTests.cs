using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Reelmill.EndToEnd.Tests.App;
using Reelmill.EndToEnd.Tests.Serving;
using Reelmill.Testing.Programs;

namespace Reelmill.EndToEnd.Tests.Faults;

/// <summary>
/// Every command that writes, and the server, on a disk that is full at some moment: it says so, pauses, goes on by itself
/// once there is space, and gives the bytes of a run that never paused. Sizes are drawn from a printed seed
/// (<c>REELMILL_SEED</c> sets it); all twenty with <c>REELMILL_EVERY_FILE</c>.
/// </summary>
public sealed class DiskFullTests(Clips clips, ITestOutputHelper output) : IDisposable, IClassFixture<Clips>
{
    private const int Least = 100;
    private const int Most = 4096;
    private const int Steps = 20;

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("mine")]
    [InlineData("hls")]
    [InlineData("chunk")]
    [InlineData("index")]
    public async Task A_command_on_a_full_disk_pauses_and_resumes_by_itself_with_the_same_bytes(string command)
    {
        var expected = _temp["expected"];
        await ReelmillApp.ExpectAsync(0, Command(command, expected));
        await SweepAsync(command, async (disk, size) =>
        {
            var library = Path.Combine(disk.Path, "library");
            var (result, paused) = await disk.RunAsync(Command(command, library));
            result.ExitCode.ShouldBe(0, $"{size} KiB\n{result.Errors}");
            Contents(library).ShouldBe(Contents(expected), $"{size} KiB");
            return paused;
        });
    }

    [Fact]
    public async Task Decide_on_a_full_disk_pauses_and_resumes_by_itself_with_the_same_bytes()
    {
        var before = _temp["before"];
        await ReelmillApp.ExpectAsync(0, [.. Command("mine", before), "--set", "quality.max-distance=16"]);
        string[] decide = ["decide", "--set", "quality.max-distance=0"];
        var expected = _temp["expected"];
        await Tool.RunAsync("cp", "-a", before, expected);
        await ReelmillApp.ExpectAsync(0, [.. decide, "--library", expected]);
        var taken = (int)(Directory.EnumerateFiles(before, "*", SearchOption.AllDirectories).Sum(static f => (new FileInfo(f).Length + 4095) / 4096 * 4096) / 1024);
        await SweepAsync("decide", async (disk, size) =>
        {
            var library = Path.Combine(disk.Path, "library");
            await Tool.RunAsync("cp", "-a", before, library);
            var (result, paused) = await disk.RunAsync([.. decide, "--library", library]);
            result.ExitCode.ShouldBe(0, $"{size} KiB\n{result.Errors}");
            Contents(library).ShouldBe(Contents(expected), $"{size} KiB");
            return paused;
        }, taken + 64);
    }

    [Fact]
    public async Task A_server_survives_a_full_disk_and_its_jobs_resume_with_the_same_bytes()
    {
        var expected = _temp["expected"];
        await ReelmillApp.ExpectAsync(0, Command("mine", expected));
        await SweepAsync("serve", async (disk, size) =>
        {
            var library = Path.Combine(disk.Path, "library");
            var grown = false;
            var starting = ServerRun.StartAsync(library, "--min-free", "1KiB");
            if (await Task.WhenAny(starting, Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System)) != starting)
            {
                await disk.GrowAsync();
                grown = true;
            }

            await using var server = await starting;
            var (id, refused) = await SubmitAsync(server, disk);
            grown |= refused;
            var end = server.EndOfAsync(id);
            if (!grown && await Task.WhenAny(end, Task.Delay(TimeSpan.FromSeconds(8), TimeProvider.System)) != end)
            {
                (await server.Http.GetAsync("/v1/server")).StatusCode.ShouldBe(HttpStatusCode.OK, $"{size} KiB");
                await PauseAsync(server, id);
                await disk.GrowAsync();
                grown = true;
            }

            var job = await end.WaitAsync(TestTimeout.Limit, TimeProvider.System);
            job.GetProperty("state").GetString().ShouldBe("succeeded", $"{size} KiB: {job}");
            job.GetProperty("paused").ValueKind.ShouldBe(JsonValueKind.Null);
            var result = await server.EndAsync(Signals.Terminate);
            result.ExitCode.ShouldBe(0, result.Errors);
            (await ReelmillApp.ExpectAsync(0, "status", "--library", library, "--json")).Json().GetProperty("items").GetProperty("done").GetInt32().ShouldBeGreaterThan(0);
            Frames(library).ShouldBe(Frames(expected), $"{size} KiB");
            return grown;
        });
    }

    [Fact]
    public async Task Ctrl_C_ends_a_pause_and_the_same_command_resumes_later()
    {
        var expected = _temp["expected"];
        await ReelmillApp.ExpectAsync(0, Command("mine", expected));
        await using var disk = await SmallDisk.MountAsync(_temp["disk"], 300);
        var library = Path.Combine(disk.Path, "library");
        await using var run = ReelmillApp.Start([.. Command("mine", library), "--json"]);
        await run.SaysAsync("Paused (");
        run.Send(Signals.Interrupt);
        var stopped = await run.EndAsync().WaitAsync(TestTimeout.Limit, TimeProvider.System);

        stopped.ExitCode.ShouldBe(130, stopped.Errors);
        stopped.Errors.ShouldContain("disk_full: ");
        stopped.Errors.ShouldContain("To resume, run the same command again");
        await disk.GrowAsync();
        await ReelmillApp.ExpectAsync(0, Command("mine", library));
        Contents(library).ShouldBe(Contents(expected));
    }

    [Fact]
    public async Task Uploads_are_refused_below_the_floor_of_free_space_and_taken_above_it()
    {
        await using var disk = await SmallDisk.MountAsync(_temp["disk"], 2048);
        await using var server = await ServerRun.StartAsync(Path.Combine(disk.Path, "library"), "--min-free", "64MiB");

        using var refused = await UploadAsync(server);
        refused.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
        (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("disk_full");

        await disk.GrowAsync();
        using var taken = await UploadAsync(server);
        taken.StatusCode.ShouldBe(HttpStatusCode.Accepted, await taken.Content.ReadAsStringAsync());
    }

    private string[] Command(string command, string library) =>
    [
        command,
        .. command switch
        {
            "mine" => (string[])[clips.Fractal, clips.Spiral, clips.Pattern, "--every", "300ms"],
            "hls" => [clips.Fractal, clips.Pattern, "--preset", "ultrafast", "--ladder", "180:150,144:60", "--copy-top", "never"],
            "chunk" => [clips.Pattern, "--duration", "1", "--processor", "encode", "--set", "chunk.preset=ultrafast"],
            _ => [Images()],
        },
        "--library",
        library,
    ];

    /// <summary>Some hundred images: their embeddings take as much as frames do.</summary>
    private string Images()
    {
        var folder = _temp["images"];
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
#pragma warning disable VSTHRD002 // What calls it is not asynchronous, and no context waits for it.
            Tool.RunAsync("ffmpeg", "-nostdin", "-v", "error", "-i", clips.Fractal, "-i", clips.Pattern, "-map", "0:v", Path.Combine(folder, "a%03d.jpg"), "-map", "1:v", Path.Combine(folder, "b%03d.jpg")).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }

        return folder;
    }

    private async Task SweepAsync(string name, Func<SmallDisk, int, Task<bool>> run, int atLeast = 0)
    {
        var random = Campaign.Seeded(output.WriteLine);
        var all = Enumerable.Range(0, Steps).Select(i => atLeast + Least + ((Most - Least) * i / (Steps - 1))).ToArray();
        int[] sizes = Campaign.IsWhole ? all : [all[0], all[random.Next(1, Steps)]];
        var paused = 0;
        foreach (var size in sizes)
        {
            await using var disk = await SmallDisk.MountAsync(_temp[$"disk-{size}"], size);
            paused += await run(disk, size) ? 1 : 0;
        }

        output.WriteLine($"{name}: {sizes.Length} sizes, {paused} paused and went on");
        paused.ShouldBeGreaterThan(0);
    }

    /// <summary>Waits until a job says that it is paused.</summary>
    private static async Task PauseAsync(ServerRun server, string id)
    {
        while ((await server.JobAsync(id)).GetProperty("paused").GetString()?.StartsWith("Paused (", StringComparison.Ordinal) != true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    /// <summary>Submits until the server takes it; a refusal is typed, and the disk grows then.</summary>
    private async Task<(string Id, bool Refused)> SubmitAsync(ServerRun server, SmallDisk disk)
    {
        using var first = await UploadAsync(server);
        if (first.StatusCode == HttpStatusCode.Accepted)
        {
            return ((await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!, false);
        }

        first.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage, await first.Content.ReadAsStringAsync());
        (await first.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().ShouldBe("disk_full");
        await disk.GrowAsync();
        using var second = await UploadAsync(server);
        second.StatusCode.ShouldBe(HttpStatusCode.Accepted, await second.Content.ReadAsStringAsync());
        return ((await second.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!, true);
    }

    private async Task<HttpResponseMessage> UploadAsync(ServerRun server)
    {
        using var form = new MultipartFormDataContent { { new StringContent("""{"pipeline":"mine","options":{"every":"300ms"}}"""), "job" } };
        foreach (var clip in new[] { clips.Fractal, clips.Spiral, clips.Pattern })
        {
            form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(clip)), "file", Path.GetFileName(clip));
        }

        return await server.Http.PostAsync("/v1/jobs", form);
    }

    /// <summary>All that was made: names and bytes. Vectors and the catalog depend on the order of work.</summary>
    private static string Contents(string library) => string.Join(
        '\n',
        new[] { "frames", "hls", "chunks" }.SelectMany(kind => Files(Path.Combine(library, kind))).Where(static f => Path.GetFileName(f) != "manifest.json")
            .Concat(Files(library, "manifest.jsonl")).Select(f => $"{Path.GetRelativePath(library, f)} {Hash(f)}"))
        + $"\n{Directory.Exists(Path.Combine(library, "tmp")) && Directory.EnumerateFileSystemEntries(Path.Combine(library, "tmp")).Any()}";

    private static string Frames(string library) => string.Join('\n', Files(Path.Combine(library, "frames")).Select(f => $"{Path.GetRelativePath(library, f)} {Hash(f)}"));

    private static IEnumerable<string> Files(string folder, string pattern = "*") => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, pattern, pattern == "*" ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly).Order(StringComparer.Ordinal)
        : [];

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
