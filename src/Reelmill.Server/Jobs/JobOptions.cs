using System.Text.Json;
using Reelmill.Core;
using Reelmill.Pipelines;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Settings;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>
/// Validates and reads the pipeline options that clients may set. Options that select programs, hosts, files or
/// resources are reserved for the server.
/// </summary>
internal static class JobOptions
{
    /// <summary>Gets the options of a pipeline that a client may set.</summary>
    public static IReadOnlyList<Setting> GetKeys(PipelineDefinition pipeline) => [.. pipeline.Settings.All.Where(static s => !s.IsServerOnly)];

    /// <summary>Reads the options of a run from a job's JSON.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="json">The client's options as the catalog stores them.</param>
    public static PipelineOptions Read(JobPipeline pipeline, string json) =>
        JsonSerializer.Deserialize<SortedDictionary<string, string>>(json)!
            .Aggregate(pipeline.Definition.Defaults, (options, value) => pipeline.Keys.Select(k => k.Find(value.Key)).First(static k => k is not null)!.Apply(options, value.Value));

    /// <summary>Validates a client's options and returns them as JSON with sorted keys, so that equal options are equal texts.</summary>
    /// <exception cref="RequestException"><c>bad_option</c>: a key is unknown (the message suggests the nearest one) or a value is invalid.</exception>
    public static string Validate(JobPipeline pipeline, IReadOnlyDictionary<string, string> chosen)
    {
        foreach (var (key, value) in chosen)
        {
            RequireKnown(pipeline, key);
            RequireSafe(key, value);
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
            throw new RequestException("bad_option", $"A job cannot set '{key}': the option is reserved for the server. Leave it out.", 400);
        }

        var suggestion = NearestName.Find(key, pipeline.Keys.Select(static k => k.Key)) is { } nearest ? $" Did you mean '{nearest}'?" : " GET /v1/pipelines lists the options.";
        throw new RequestException("bad_option", $"'{pipeline.Name}' has no option '{key}'.{suggestion}", 400);
    }

    /// <summary>Refuses values that would make the server open a host or a file of the client's choice.</summary>
    private static void RequireSafe(string key, string value)
    {
        if (key is "embedder" or "index.embedder" or "detect" && value.AsSpan().ContainsAny(":/\\"))
        {
            throw new RequestException("bad_option", $"{key}: '{value}' is not a model in the server's registry. Use a model that 'reelmill models list' shows.", 400);
        }

        if (key == "hls.ladder" && value.AsSpan().IndexOfAnyExceptInRange('!', '9') >= 0 && value.Contains('.', StringComparison.Ordinal))
        {
            throw new RequestException("bad_option", $"{key}: '{value}' must list heights, such as 1080,720:3000,360. A job cannot name a file.", 400);
        }
    }
}
