using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Reelmill.Core.Pipelines;
using Reelmill.Core.Reporting;
using Reelmill.Core.Running;
using Reelmill.Testing;

namespace Reelmill.Core.Tests.Docs;

/// <summary>The code of docs/guide/engine.md. The guide repeats the text between the markers exactly.</summary>
public sealed class EngineGuide
{
    [Fact]
    public async Task The_first_pipeline_counts_words()
    {
        using var folder = new TempFolder();
        var files = Files(folder, "one two\nthree", "four");

        // snippet: build
        var words = Pipeline.Create<string>("words")
            .Filter("not-empty", path => new FileInfo(path).Length == 0 ? "empty" : null)
            .Expand("lines", (path, token) => File.ReadLinesAsync(path, token))
            .Map("count", (line, _) => ValueTask.FromResult(line.Split(' ').Length), new StageOptions { Workers = 4 })
            .Gather("sum", (counts, _) => ValueTask.FromResult(counts.Sum()));
        // end

        // snippet: results
        var total = 0;
        await foreach (var count in words.ResultsInOrder(ItemSource.From(files)))
        {
            total += count;
        }
        // end

        total.ShouldBe(4);
    }

    [Fact]
    public async Task A_run_reports_what_it_did()
    {
        using var folder = new TempFolder();
        var files = Files(folder, "a", "");
        var lengths = Pipeline.Create<string>("lengths").Filter("not-empty", path => new FileInfo(path).Length == 0 ? "empty" : null);

        // snippet: run
        RunReport report = await lengths.RunAsync(files, new RunOptions<string> { IdSelector = Path.GetFileName! });
        Console.WriteLine($"{report.Done} done, {report.Dropped} dropped, {report.Failed} failed");
        Console.WriteLine(report.Bottleneck?.Advice);
        // end

        (report.Done, report.Dropped, report.Failed).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task A_stage_emits_any_number_of_results()
    {
        // snippet: stage
        var numbers = Pipeline.Create<string>("numbers").Stage<int>("parse", async (line, output, token) =>
        {
            foreach (var word in line.Split(' '))
            {
                token.ThrowIfCancellationRequested();
                if (int.TryParse(word, CultureInfo.InvariantCulture, out var number))
                {
                    await output.EmitAsync(number);
                }
                else
                {
                    output.Drop($"'{word}' is not a number");
                }
            }
        });
        // end

        (await ToListAsync(numbers.ResultsInOrder(ItemSource.From(["1 2 x", "y"])))).ShouldBe([1, 2]);
    }

    // snippet: class
    private sealed class Checksum : Stage<string, uint>
    {
        private byte[] _buffer = [];

        public override ValueTask SetUpAsync(CancellationToken cancellationToken)
        {
            _buffer = new byte[1 << 16];
            return ValueTask.CompletedTask;
        }

        public override async ValueTask ProcessAsync(string value, StageOutput<uint> output, CancellationToken cancellationToken)
        {
            await using var file = File.OpenRead(value);
            uint sum = 0;
            for (int count; (count = await file.ReadAsync(_buffer, cancellationToken)) > 0;)
            {
                foreach (var next in _buffer.AsSpan(0, count))
                {
                    sum = (sum * 31) + next;
                }
            }

            await output.EmitAsync(sum);
        }
    }

    // end
    [Fact]
    public async Task A_stage_can_be_a_class()
    {
        using var folder = new TempFolder();
        var files = Files(folder, "a", "b");

        // snippet: class-used
        var checksums = Pipeline.Create<string>("checksums")
            .Stage("sum", () => new Checksum(), new StageOptions { Workers = 4, Ordered = true });
        // end

        (await ToListAsync(checksums.ResultsInOrder(ItemSource.From(files)))).ShouldBe(['a', 'b']);
    }

    [Fact]
    public async Task A_batch_has_values_of_several_items()
    {
        // snippet: batch
        var lengths = Pipeline.Create<string>("lengths").Batch<int>(
            "measure",
            new BatchOptions(Size: 32, Within: TimeSpan.FromMilliseconds(20)),
            (values, _) => ValueTask.FromResult<IReadOnlyList<int>>([.. values.Select(v => v.Length)]));
        // end

        (await ToListAsync(lengths.ResultsInOrder(ItemSource.From(["a", "bb"])))).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Only_transient_failures_are_retried()
    {
        var calls = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);

        // snippet: retry
        var fetched = Pipeline.Create<string>("fetched").Map("fetch", FetchAsync, new StageOptions
        {
            Workers = 8,
            Queue = 100,
            Timeout = TimeSpan.FromSeconds(30),
            Retry = new RetryOptions { Attempts = 3, Delay = TimeSpan.FromMilliseconds(1) },
        });

        async ValueTask<string> FetchAsync(string name, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return (name, calls.AddOrUpdate(name, 1, (_, before) => before + 1)) switch
            {
                ("busy", < 3) => throw new ItemException("http_503", "The server is busy. Try again later.", transient: true),
                ("gone", _) => throw new ItemException("http_404", "There is no such page. Check the URL."),
                _ => name,
            };
        }
        // end

        var log = new Printer();
        var report = await fetched.RunAsync(["busy", "gone", "fine"], new RunOptions<string> { Events = log, IdSelector = name => name });

        (report.Done, report.Failed, report.Stages[0].Retried).ShouldBe((2, 1, 2));
        log.Lines.Single(static l => l.StartsWith("failed", StringComparison.Ordinal))
            .ShouldBe("failed  gone in fetch: http_404: There is no such page. Check the URL.");
    }

    // snippet: events
    private sealed class Printer : IProgress<RunEvent>
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public void Report(RunEvent value)
        {
            var line = value switch
            {
                ItemDone e => $"done    {e.Id}: {e.Results} results",
                ItemDropped e => $"dropped {e.Id} in {e.Stage}: {e.Reason}",
                ItemFailed e => $"failed  {e.Id} in {e.Stage}: {e.Code}: {e.Message}",
                ItemRetried e => $"retried {e.Id} in {e.Stage}, in {e.Delay.TotalSeconds:0.0} s: {e.Reason}",
                RunProgress { Report: var r } => $"{r.Done} of {r.Queued}",
                PipelineFinished { Error: { } error } => $"ended early: {error.Message}",
                _ => null,
            };
            if (line is not null)
            {
                Lines.Enqueue(line);
            }
        }
    }

    // end
    [Fact]
    public async Task A_source_receives_the_outcome_of_each_item()
    {
        using var stopping = new CancellationTokenSource();
        var pipeline = Pipeline.Create<string>("upper").Map("upper", (name, _) => ValueTask.FromResult(name.ToUpperInvariant()));
        var inbox = new Inbox(["a", "b"]);

        // snippet: tuned
        var options = new RunOptions<string>
        {
            Stages = new Dictionary<string, StageOptions>(StringComparer.Ordinal) { ["upper"] = new() { Workers = 2 } },
            Mode = RunMode.Sequential,
            Stopping = stopping.Token,
            Events = new Printer(),
        };
        var report = await pipeline.RunAsync(inbox, options);
        // end

        report.Done.ShouldBe(2);
        inbox.Ended.Order(StringComparer.Ordinal).ShouldBe(["a: Done", "b: Done"]);
    }

    // snippet: source
    private sealed class Inbox(IReadOnlyList<string> names) : IItemSource<string>
    {
        public ConcurrentBag<string> Ended { get; } = [];

        public async IAsyncEnumerable<string> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var name in names)
            {
                await Task.Yield();
                yield return name;
            }
        }

        public ValueTask CompleteAsync(ItemResult<string> result, CancellationToken cancellationToken)
        {
            Ended.Add($"{result.Input}: {result.Outcome}");
            return ValueTask.CompletedTask;
        }

        public ValueTask AbandonAsync(string item) => ValueTask.CompletedTask;
    }

    // end
    private static string[] Files(TempFolder folder, params string[] texts)
    {
        var paths = texts.Select((_, i) => folder[$"{i}.txt"]).ToArray();
        for (var i = 0; i < texts.Length; i++)
        {
            File.WriteAllText(paths[i], texts[i]);
        }

        return paths;
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> values)
    {
        var list = new List<T>();
        await foreach (var value in values)
        {
            list.Add(value);
        }

        return list;
    }
}
