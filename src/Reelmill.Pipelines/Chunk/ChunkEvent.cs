using System.Text.Json.Serialization;

namespace Reelmill.Pipelines.Chunk;

/// <summary>An event while a file is cut. The hierarchy is closed: match events by pattern.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(PipelineStart), "pipeline_start")]
[JsonDerivedType(typeof(PipelineInfo), "pipeline_info")]
[JsonDerivedType(typeof(ChunkQueued), "chunk_queued")]
[JsonDerivedType(typeof(ChunkStarted), "chunk_started")]
[JsonDerivedType(typeof(ChunkRetried), "chunk_retried")]
[JsonDerivedType(typeof(ChunkSkipped), "chunk_skipped")]
[JsonDerivedType(typeof(ChunkCompleted), "chunk_completed")]
[JsonDerivedType(typeof(ChunkFailed), "chunk_failed")]
[JsonDerivedType(typeof(ChunkCollected), "chunk_collected")]
[JsonDerivedType(typeof(PipelineProgress), "pipeline_progress")]
[JsonDerivedType(typeof(PipelineComplete), "pipeline_complete")]
[JsonDerivedType(typeof(ProducerError), "producer_error")]
[JsonDerivedType(typeof(PipelineError), "pipeline_error")]
public abstract record ChunkEvent
{
    private protected ChunkEvent()
    {
    }

    /// <summary>The file or URL, without secrets.</summary>
    /// <value>Null for an event that ends the whole run.</value>
    [JsonPropertyOrder(1)]
    public string? Source { get; init; }
}

/// <summary>The work on a file began.</summary>
/// <param name="Workers">The number of chunks to process at once.</param>
/// <param name="Queue">The number of chunks that may wait for a worker.</param>
/// <param name="ChunkDuration">The requested duration of a chunk, in seconds.</param>
/// <param name="Processor">The work on each chunk; several separated by commas.</param>
public sealed record PipelineStart(int Workers, int Queue, double ChunkDuration, string Processor) : ChunkEvent;

/// <summary>The file was probed, and its chunks are planned.</summary>
/// <param name="SourceDuration">The duration of the file in seconds.</param>
/// <param name="TotalChunks">The number of chunks.</param>
/// <param name="Frames">The number of shown packets in all chunks.</param>
/// <param name="TimeBase">The unit of PTS, in seconds.</param>
/// <param name="Copied">Whether packets were first copied into another container, because the file's own cannot be cut exactly.</param>
/// <param name="FileSize">The size of the file in bytes.</param>
public sealed record PipelineInfo(double SourceDuration, int TotalChunks, int Frames, string TimeBase, bool Copied, long FileSize) : ChunkEvent;

/// <summary>A chunk was queued for a worker.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
/// <param name="Start">The start of the chunk, in seconds from the first frame.</param>
/// <param name="End">The end of the chunk, in seconds from the first frame.</param>
/// <param name="Duration">The duration of the chunk, in seconds.</param>
/// <param name="QueueSize">The number of queued chunks of the file, including this one.</param>
public sealed record ChunkQueued(int Sequence, double Start, double End, double Duration, int QueueSize) : ChunkEvent;

/// <summary>A worker started a chunk, and the attempt is recorded in the catalog.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
/// <param name="Worker">The worker's number, from 0.</param>
/// <param name="Attempt">The number of the attempt, from 1, over all runs.</param>
public sealed record ChunkStarted(int Sequence, int Worker, int Attempt) : ChunkEvent;

/// <summary>An attempt failed with a transient error, and the chunk is retried.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
/// <param name="Attempt">The failed attempt of this run, from 1.</param>
/// <param name="DelaySeconds">The time since the failure, in seconds.</param>
/// <param name="Reason">The error message.</param>
public sealed record ChunkRetried(int Sequence, int Attempt, double DelaySeconds, string Reason) : ChunkEvent;

/// <summary>A chunk was skipped: it exists with the same source, range, options and tools, and its file has the recorded SHA-256.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
public sealed record ChunkSkipped(int Sequence) : ChunkEvent;

/// <summary>A chunk is finished: its file is in place and recorded in the catalog.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
/// <param name="Worker">The worker's number, from 0.</param>
/// <param name="Frames">The number of frames.</param>
/// <param name="Bytes">The size of the chunk's file in bytes; 0 without a file.</param>
/// <param name="Seconds">The processing time in seconds.</param>
public sealed record ChunkCompleted(int Sequence, int Worker, int Frames, long Bytes, double Seconds) : ChunkEvent;

/// <summary>A chunk failed permanently; other chunks continue.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error and what to do about it.</param>
public sealed record ChunkFailed(int Sequence, string Code, string Message) : ChunkEvent;

/// <summary>A finished or failed chunk was collected. Chunks are collected in the order of the file.</summary>
/// <param name="Sequence">The chunk's index, from 0.</param>
/// <param name="Success">Whether the chunk is finished.</param>
/// <param name="Buffered">The number of later chunks that have ended and wait for an earlier one.</param>
/// <param name="Emitted">The number of collected chunks, including this one.</param>
public sealed record ChunkCollected(int Sequence, bool Success, int Buffered, int Emitted) : ChunkEvent;

/// <summary>The progress of a file, reported twice a second and once before the end.</summary>
/// <param name="Done">The number of finished chunks, including skipped ones.</param>
/// <param name="Failed">The number of failed chunks.</param>
/// <param name="Total">The number of all chunks.</param>
/// <param name="Queued">The number of chunks that wait for a worker.</param>
/// <param name="Elapsed">The time since the work on the file began, in seconds.</param>
/// <param name="Eta">The estimated remaining time in seconds; null before the first chunk has ended.</param>
/// <param name="Throughput">The throughput in mebibytes of the source per second.</param>
public sealed record PipelineProgress(int Done, int Failed, int Total, int Queued, double Elapsed, double? Eta, double Throughput) : ChunkEvent;

/// <summary>The work on a file ended, and its manifest is written. This is the file's last event, except for <see cref="PipelineError"/>.</summary>
/// <param name="Processed">The number of finished chunks.</param>
/// <param name="Failed">The number of failed chunks.</param>
/// <param name="Elapsed">The processing time in seconds.</param>
/// <param name="ThroughputMbps">The throughput in megabits of the source per second.</param>
/// <param name="Manifest">The path of the manifest.</param>
public sealed record PipelineComplete(int Processed, int Failed, double Elapsed, double ThroughputMbps, string Manifest) : ChunkEvent;

/// <summary>A file could not be fetched or read, so no chunk was planned. <see cref="PipelineError"/> follows.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error and what to do about it.</param>
public sealed record ProducerError(string Code, string Message) : ChunkEvent;

/// <summary>A file could not be cut or, without a source, the run failed.</summary>
/// <param name="Code">The error code.</param>
/// <param name="Message">The error and what to do about it.</param>
public sealed record PipelineError(string Code, string Message) : ChunkEvent;
