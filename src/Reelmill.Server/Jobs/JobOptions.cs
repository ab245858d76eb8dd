using System.Text.Json;
using Reelmill.Core;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Chunk;
using Reelmill.Pipelines.Hls;
using Reelmill.Pipelines.Index;
using Reelmill.Pipelines.Mine;
using Reelmill.Pipelines.Settings;

namespace Reelmill.Server.Jobs;

/// <summary>
/// The options that a client may choose for each pipeline: those of the configuration that decide what is made. What
/// decides which programs, hosts, files and resources are used is the server's.
/// </summary>
internal static class JobOptions
{
    public const string Decide = "decide";

    private static readonly string[] ServersOwn =
    [
        "library.", "fetch.", "limits.", "tools.", "workers.", "queue.", "fetcher", "store", "sequential", "keep-videos",
        "hls.publish", "hls.s3-", "hls.encoder-threads", "hls.parallel-chunks",
        "chunk.workers", "chunk.queue", "chunk.threads", "index.store", "index.batch", "index.insert-batch", "index.workers", "index.queue", "keep-dropped",
    ];

    /// <summary>The pipelines, each with its keys.</summary>
    public static IReadOnlyList<JobPipeline> Pipelines { get; } =
    [
        Of(MineSettings.Keys, "Sample, score and deduplicate videos; keep the good frames."),
        Of(HlsSettings.Keys, "Encode videos into streams for players."),
        Of(ChunkSettings.Keys, "Cut videos into verified chunks."),
        Of(IndexSettings.Keys, "Make pictures searchable."),
        new(Decide, "Decide again on every frame from its stored scores.", false, [.. MineSettings.Keys.All.Where(static s => s.Key.StartsWith("quality.", StringComparison.Ordinal))]),
    ];

    /// <summary>Finds a pipeline.</summary>
    /// <exception cref="RequestException">There is none of that name.</exception>
    public static JobPipeline Find(string name)
    {
        if (Pipelines.FirstOrDefault(p => p.Name == name) is { } found)
        {
            return found;
        }

        var near = NearestName.Of(name, Pipelines.Select(static p => p.Name)) is { } nearest
            ? $"Did you mean '{nearest}'?"
            : $"There are {string.Join(", ", Pipelines.Select(static p => p.Name))}.";
        throw new RequestException("unknown_pipeline", $"There is no pipeline '{name}'. {near}", 400);
    }

    /// <summary>The options of a run.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="json">What the client chose, as the catalog has it.</param>
    /// <param name="before">The options before any choice.</param>
    public static T Read<T>(JobPipeline pipeline, string json, T before)
        where T : PipelineOptions
    {
        var chosen = JsonSerializer.Deserialize<SortedDictionary<string, string>>(json)!;
        return chosen.Aggregate(before, (options, value) => (T)pipeline.Keys.First(k => k.Key == value.Key).Take(options, value.Value));
    }

    /// <summary>Checks what a client chose, and brings it into the order in which equal choices are equal texts.</summary>
    /// <exception cref="RequestException"><c>bad_option</c>; it names the key and the nearest one.</exception>
    public static string Check(JobPipeline pipeline, IReadOnlyDictionary<string, string> chosen)
    {
        foreach (var (key, value) in chosen)
        {
            RequireKnown(pipeline, key);
            RequireHarmless(key, value);
        }

        var json = JsonSerializer.Serialize(new SortedDictionary<string, string>(chosen.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal));
        try
        {
            Defaults(pipeline, json).Validate();
        }
        catch (Exception e) when (e is UsageException or ArgumentException)
        {
            throw new RequestException("bad_option", e.Message, 400);
        }

        return json;
    }

    private static PipelineOptions Defaults(JobPipeline pipeline, string json) => pipeline.Name switch
    {
        "hls" => Read(pipeline, json, new HlsOptions()),
        "chunk" => Read(pipeline, json, new ChunkOptions()),
        "index" => Read(pipeline, json, new IndexOptions()),
        _ => Read(pipeline, json, new MineOptions()),
    };

    private static void RequireKnown(JobPipeline pipeline, string key)
    {
        if (pipeline.Keys.Any(k => k.Key == key))
        {
            return;
        }

        if (IsServersOwn(key))
        {
            throw new RequestException("bad_option", $"The option '{key}' is the server's to choose, not a job's.", 400);
        }

        var near = NearestName.Of(key, pipeline.Keys.Select(static k => k.Key)) is { } nearest ? $" Did you mean '{nearest}'?" : " GET /v1/pipelines lists the options.";
        throw new RequestException("bad_option", $"'{pipeline.Name}' has no option '{key}'.{near}", 400);
    }

    /// <summary>Some texts would name a host or a file.</summary>
    private static void RequireHarmless(string key, string value)
    {
        if (key is "embedder" or "index.embedder" or "detect" && value.AsSpan().ContainsAny(":/\\"))
        {
            throw new RequestException("bad_option", $"{key}: '{value}' is no model of the server's registry.", 400);
        }

        if (key == "hls.ladder" && value.AsSpan().IndexOfAnyExceptInRange('!', '9') >= 0 && value.Contains('.', StringComparison.Ordinal))
        {
            throw new RequestException("bad_option", $"{key}: '{value}' must be heights, such as 1080,720:3000,360; a file is not taken over the network.", 400);
        }
    }

    private static bool IsServersOwn(string key) =>
        Array.Exists(ServersOwn, own => own[^1] is '.' or '-' ? key.StartsWith(own, StringComparison.Ordinal) : key == own);

    private static JobPipeline Of(PipelineSettings settings, string description) =>
        new(settings.Pipeline, description, true, [.. settings.All.Where(static s => !IsServersOwn(s.Key))]);
}

/// <summary>A pipeline that jobs run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Inputs">Whether it takes inputs.</param>
/// <param name="Keys">The options that a client may choose.</param>
internal sealed record JobPipeline(string Name, string Description, bool Inputs, IReadOnlyList<Setting> Keys);
