using System.Text.Json;
using Reelmill.Core;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>
/// The options that a client may choose for each pipeline: those of the configuration that decide what is made. What
/// decides which programs, hosts, files and resources are used is the server's.
/// </summary>
internal static class JobOptions
{
    /// <summary>The keys of a pipeline that a client may choose.</summary>
    public static IReadOnlyList<Setting> KeysOf(PipelineDefinition pipeline) => [.. pipeline.Settings.All.Where(static s => !s.IsServerOnly)];

    /// <summary>The options of a run.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="json">What the client chose, as the catalog has it.</param>
    public static PipelineOptions Read(JobPipeline pipeline, string json) =>
        JsonSerializer.Deserialize<SortedDictionary<string, string>>(json)!
            .Aggregate(pipeline.Definition.Defaults, (options, value) => pipeline.Keys.Select(k => k.Find(value.Key)).First(static k => k is not null)!.Apply(options, value.Value));

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
            Read(pipeline, json).Validate();
        }
        catch (Exception e) when (e is UsageException or ArgumentException)
        {
            throw new RequestException("bad_option", e.Message, 400);
        }

        return json;
    }

    private static void RequireKnown(JobPipeline pipeline, string key)
    {
        if (pipeline.Keys.Any(k => k.Find(key) is not null))
        {
            return;
        }

        if (pipeline.Definition.Settings.Find(key) is { IsServerOnly: true })
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
}
