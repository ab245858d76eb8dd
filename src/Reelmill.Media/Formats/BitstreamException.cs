namespace Reelmill.Media.Formats;

/// <summary>Bytes are no such stream, or are cut off or damaged.</summary>
/// <param name="message">What is wrong, in words that fit after the name of a file.</param>
internal sealed class BitstreamException(string message) : Exception(message);
