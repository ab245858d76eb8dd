namespace Reelmill.Core.Running;

/// <summary>A value with enough memory behind it that queues should be bounded by bytes.</summary>
public interface ISized
{
    /// <summary>The memory that the value keeps alive, in bytes; constant while the value is queued.</summary>
    long SizeInBytes { get; }
}
