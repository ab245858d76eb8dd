namespace Reelmill.Core.Pipelines;

/// <summary>A value that holds so many bytes that queues should be bounded by them.</summary>
public interface ISized
{
    /// <summary>The bytes that the value keeps alive; constant while the value is queued.</summary>
    long SizeInBytes { get; }
}
