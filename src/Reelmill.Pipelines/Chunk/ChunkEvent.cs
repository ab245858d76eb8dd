using System.Text.Json.Serialization;

namespace Reelmill.Pipelines.Chunk;

/// <summary>Something that happened while a file was cut. The hierarchy is closed: match it with a pattern.</summary>
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
    /// <value>Null for what ends the whole run.</value>
    [JsonPropertyOrder(1)]
    public string? Source { get; init; }
}

/// <summary>The work on a file has begun.</summary>
/// <param name="Workers">How many chunks are worked on at once.</param>
/// <param name="Queue">How many wait for a worker.</param>
/// <param name="ChunkDuration">How long a chunk is meant to be, in seconds.</param>
/// <param name="Processor">What is made of each chunk; several with commas between them.</param>
public sealed record PipelineStart(int Workers, int Queue, double ChunkDuration, string Processor) : ChunkEvent;

/// <summary>The file was probed and the chunks are planned.</summary>
/// <param name="SourceDuration">How long it is, in seconds.</param>
/// <param name="TotalChunks">How many chunks there are.</param>
/// <param name="Frames">How many packets are shown in them.</param>
/// <param name="TimeBase">The unit of PTS, in seconds.</param>
/// <param name="Copied">Whether its packets were copied into another container first, because its own cannot be cut exactly.</param>
/// <param name="FileSize">The size of the file in bytes.</param>
public sealed record PipelineInfo(double SourceDuration, int TotalChunks, int Frames, string TimeBase, bool Copied, long FileSize) : ChunkEvent;

/// <summary>A chunk waits for a worker.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Start">Where it begins, in seconds from the first frame.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Duration">How long it is, in seconds.</param>
/// <param name="QueueSize">How many chunks of the file wait, with this one.</param>
public sealed record ChunkQueued(int Sequence, double Start, double End, double Duration, int QueueSize) : ChunkEvent;

/// <summary>A worker began with a chunk; the attempt is in the catalog.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Worker">The worker's number, from 0.</param>
/// <param name="Attempt">Which attempt it is, from 1, over all runs.</param>
public sealed record ChunkStarted(int Sequence, int Worker, int Attempt) : ChunkEvent;

/// <summary>An attempt failed for a reason that may pass, and the chunk is tried again.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Attempt">The attempt of this run that failed, from 1.</param>
/// <param name="DelaySeconds">How long ago that was.</param>
/// <param name="Reason">What went wrong.</param>
public sealed record ChunkRetried(int Sequence, int Attempt, double DelaySeconds, string Reason) : ChunkEvent;

/// <summary>A chunk was there already, of the same source, range, options and tools, and its file's SHA-256 holds.</summary>
/// <param name="Sequence">Its place, from 0.</param>
public sealed record ChunkSkipped(int Sequence) : ChunkEvent;

/// <summary>A chunk is done: its file is in place and the catalog knows it.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Worker">The worker's number, from 0.</param>
/// <param name="Frames">How many frames it has.</param>
/// <param name="Bytes">The size of its file; 0 when none was made.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record ChunkCompleted(int Sequence, int Worker, int Frames, long Bytes, double Seconds) : ChunkEvent;

/// <summary>A chunk failed for good; the others go on.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Code">The stable name of the failure.</param>
/// <param name="Message">What happened and what to do.</param>
public sealed record ChunkFailed(int Sequence, string Code, string Message) : ChunkEvent;

/// <summary>A chunk was collected, also one that failed: these come in the order of the file.</summary>
/// <param name="Sequence">Its place, from 0.</param>
/// <param name="Success">Whether it is done.</param>
/// <param name="Buffered">How many later chunks have ended and wait for one before them.</param>
/// <param name="Emitted">How many are collected, with this one.</param>
public sealed record ChunkCollected(int Sequence, bool Success, int Buffered, int Emitted) : ChunkEvent;

/// <summary>Where the work on a file stands: twice a second, and once before its end.</summary>
/// <param name="Done">Chunks that are done, those that were there already included.</param>
/// <param name="Failed">Chunks that failed.</param>
/// <param name="Total">All chunks.</param>
/// <param name="Queued">Chunks that wait for a worker.</param>
/// <param name="Elapsed">Seconds since the work on the file began.</param>
/// <param name="Eta">Seconds that are left at this rate; null when there is none yet.</param>
/// <param name="Throughput">Mebibytes of the source for each second.</param>
public sealed record PipelineProgress(int Done, int Failed, int Total, int Queued, double Elapsed, double? Eta, double Throughput) : ChunkEvent;

/// <summary>The work on a file has ended; its manifest is written. The last event of the file, unless it is <see cref="PipelineError"/>.</summary>
/// <param name="Processed">Chunks that are done.</param>
/// <param name="Failed">Chunks that failed.</param>
/// <param name="Elapsed">How long it took, in seconds.</param>
/// <param name="ThroughputMbps">Megabits of the source for each second.</param>
/// <param name="Manifest">The manifest's path.</param>
public sealed record PipelineComplete(int Processed, int Failed, double Elapsed, double ThroughputMbps, string Manifest) : ChunkEvent;

/// <summary>A file could not be fetched or read, so that no chunk of it was planned; <see cref="PipelineError"/> follows.</summary>
/// <param name="Code">The stable name of the failure.</param>
/// <param name="Message">What happened and what to do.</param>
public sealed record ProducerError(string Code, string Message) : ChunkEvent;

/// <summary>A file could not be cut at all or, without a source, the run could not go on.</summary>
/// <param name="Code">The stable name of the failure.</param>
/// <param name="Message">What happened and what to do.</param>
public sealed record PipelineError(string Code, string Message) : ChunkEvent;
