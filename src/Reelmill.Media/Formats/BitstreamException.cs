namespace Reelmill.Media.Formats;

/// <summary>A bitstream has the wrong format, is truncated or is damaged.</summary>
/// <param name="message">The fault, as a clause that follows a file name and a colon.</param>
internal sealed class BitstreamException(string message) : Exception(message);
