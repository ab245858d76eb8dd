using System.Data;
using Microsoft.Data.Sqlite;
using Reelmill.Library.Catalog;
using Reelmill.Library.Catalog.Sqlite;
using Reelmill.Testing;

namespace Reelmill.Library.Tests.Catalog.Sqlite;

/// <summary>Injects a fault at the n-th statement of the writing connection, for every n, including BEGIN, COMMIT and ROLLBACK.</summary>
public sealed class WriteFaultTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(13, "disk_full")]
    [InlineData(10, "library_io")]
    [InlineData(7, "out_of_memory")]
    [InlineData(11, "library_damaged")]
    [InlineData(26, "library_damaged")]
    [InlineData(5, "library_in_use")]
    [InlineData(8, "library_read_only")]
    [InlineData(14, "library_read_only")]
    public async Task A_fault_at_any_statement_has_its_own_code_and_writes_continue_after_it(int sqlite, string code)
    {
        var expected = await RunAsync("expected", new Faults(sqlite));
        var statements = 0;
        for (var permanent = 0; permanent < (code == "disk_full" ? 2 : 1); permanent++)
        {
            for (var at = 1; ; at++)
            {
                var faults = new Faults(sqlite) { At = at, IsPermanent = permanent == 1 };
                (await RunAsync($"{sqlite}-{permanent}-{at}", faults)).ShouldBe(expected, $"statement {at}");
                if (faults.FirstSql is null)
                {
                    break;
                }

                statements++;
                faults.Caught!.Code.ShouldBe(code, faults.FirstSql);
                faults.Caught.InnerException.ShouldBeOfType<SqliteException>().SqliteErrorCode.ShouldBe(sqlite, faults.FirstSql);
            }
        }

        statements.ShouldBeGreaterThan(40);
        output.WriteLine($"{statements} statements");
    }

    [Fact]
    public async Task A_database_that_cannot_grow_fails_with_disk_full_and_recovers()
    {
        var faults = new Faults(0);
        await using var catalog = SqliteCatalog.Open(_folder["full"], new ManualTimeProvider(), faults.Connect);
        faults.Connection!.Execute("PRAGMA max_page_count = 1");
        var items = Enumerable.Range(0, 2000).Select(static i => new NewItem("mine", $"/clips/{i}.mp4")).ToArray();

        (await Should.ThrowAsync<LibraryException>(() => catalog.EnqueueAsync(items))).Code.ShouldBe("disk_full");
        (await catalog.StatusAsync()).Pending.ShouldBe(0);
        faults.Connection!.Execute("PRAGMA max_page_count = 100000");
        (await catalog.EnqueueAsync(items)).ShouldBe(items.Length);
    }

    [Fact]
    public async Task A_waiting_catalog_retries_the_write_once_there_is_space()
    {
        var faults = new Faults(13);
        var waits = 0;
        await using var catalog = SqliteCatalog.Open(_folder["waits"], new ManualTimeProvider(), faults.Connect).WithDiskFullWait(e =>
        {
            e.Code.ShouldBe("disk_full");
            if (++waits == 3)
            {
                faults.Clear();
            }

            return Task.CompletedTask;
        });
        faults.Arm();
        faults.At = 1;
        faults.IsPermanent = true;

        (await catalog.EnqueueAsync([new NewItem("mine", "/a.mp4")])).ShouldBe(1);
        waits.ShouldBe(3);
    }

    /// <summary>Runs writes of every kind, retries a failed write once, and describes the resulting catalog.</summary>
    private async Task<string> RunAsync(string name, Faults faults)
    {
        await using var catalog = SqliteCatalog.Open(_folder[name], new ManualTimeProvider(), faults.Connect);
        faults.Arm();
        NewItem[] items = [new("mine", "/a.mp4"), new("mine", "/b.mp4"), new("chunk", "/c.mp4")];
        var run = "run";
        Func<Task>[] steps =
        [
            () => catalog.EnqueueAsync(items),
            async () => run = await catalog.BeginRunAsync("mine", "{}"),
            () => catalog.BeginAttemptAsync(items[0].Id, run),
            () => catalog.CompleteAsync(items[0].Id, new CatalogResult { Video = "v", Fingerprint = "f", Options = "{}" }, []),
            () => catalog.BeginAttemptAsync(items[1].Id, run),
            () => catalog.FailAsync(items[1].Id, new CatalogFailure("not_media", "no")),
            () => catalog.BeginAttemptAsync(items[2].Id, run),
            () => catalog.BeginChunkAsync(items[2].Id, 0, "f"),
            () => catalog.CompleteChunkAsync(items[2].Id, 0, "{}"),
            () => catalog.ReleaseAsync(items[2].Id),
            () => catalog.SetAsync("key", "value"),
            () => catalog.FinishRunAsync(run, RunState.Done, "{}", "{}"),
            () => catalog.ForgetAsync([items[2].Id]),
        ];
        foreach (var step in steps)
        {
            try
            {
                await step();
            }
            catch (LibraryException e) when (faults.Caught is null && faults.FirstSql is not null)
            {
                faults.Caught = e;
                faults.Clear();
                await step();
            }
        }

        var status = await catalog.StatusAsync();
        return $"{status.Done} {status.Failed} {status.Pending} {status.Running} {await catalog.SettingAsync("key")} {(await catalog.FindLastRunAsync())!.State}";
    }

    private sealed class Faults(int code)
    {
        private bool _armed;
        private int _seen;

        public int At { get; set; }

        public bool IsPermanent { get; set; }

        public string? FirstSql { get; private set; }

        public LibraryException? Caught { get; set; }

        public SqliteConnection? Connection { get; private set; }

        public SqliteConnection Connect(string text) => Connection = new FaultyConnection(text, this);

        public void Arm() => (_armed, _seen) = (true, 0);

        public void Clear() => _armed = false;

        public void Check(string sql)
        {
            if (!_armed || At == 0 || ++_seen < At || (_seen > At && !IsPermanent))
            {
                return;
            }

            FirstSql ??= sql;
            throw new SqliteException($"injected at {sql}", code);
        }
    }

    private sealed class FaultyConnection(string text, Faults faults) : SqliteConnection(text)
    {
        public override SqliteCommand CreateCommand() => new FaultyCommand(faults) { Connection = this, Transaction = Transaction };
    }

    private sealed class FaultyCommand(Faults faults) : SqliteCommand
    {
        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            faults.Check(CommandText);
            return base.ExecuteReader(behavior);
        }
    }
}
