namespace Reelmill.Pipelines.Settings;

/// <summary>The key names of existing Python pipelines for chunking and image embedding, so that their configuration files are accepted unchanged.</summary>
internal static class SettingAliases
{
    /// <summary>The aliases, each with the key that it sets.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["async_pipeline.preprocess_workers"] = "workers.decode",
        ["async_pipeline.embedding_workers"] = "workers.infer",
        ["async_pipeline.insert_batch_size"] = "index.insert-batch",
        ["async_pipeline.queue_maxsize"] = "index.queue",
        ["preprocess.batch_size"] = "index.batch",
        ["chunk_duration"] = "chunk.duration",
        ["num_workers"] = "chunk.workers",
        ["max_retries"] = "chunk.retries",
        ["processor_type"] = "chunk.processor",
        ["queue_size"] = "chunk.queue",
    };

    /// <summary>Returns the key that a name sets: the name itself, unless it is an alias.</summary>
    public static string Resolve(string name) => All.GetValueOrDefault(name, name);
}
