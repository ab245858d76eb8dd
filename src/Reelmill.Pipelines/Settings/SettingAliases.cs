namespace Reelmill.Pipelines.Settings;

/// <summary>Names that Python pipelines for chunks and for embedding images have for the same settings: their files are taken as they are.</summary>
internal static class SettingAliases
{
    /// <summary>The names, each with the key that it sets.</summary>
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

    /// <summary>The key that a name sets: the name itself, if it is no alias.</summary>
    public static string KeyOf(string name) => All.GetValueOrDefault(name, name);
}
