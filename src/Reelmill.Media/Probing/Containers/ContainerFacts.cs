namespace Reelmill.Media.Probing.Containers;

/// <summary>What the structure of a file says that ffprobe leaves out.</summary>
/// <param name="Protection">What protects its video or audio, such as <c>Common Encryption (cbcs)</c>; null when nothing was found.</param>
/// <param name="HasSamples">False when the structure was understood and holds no sample; null when that could not be told.</param>
internal readonly record struct ContainerFacts(string? Protection, bool? HasSamples);
