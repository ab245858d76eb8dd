using System.Diagnostics.CodeAnalysis;
using Reelmill.Vision.Images.Tensors;

namespace Reelmill.Vision.Detection;

/// <summary>A detected object: its box, class and score.</summary>
/// <param name="Box">The bounding box in pixels of the image.</param>
/// <param name="Class">The class: an index into the detector's labels, from 0.</param>
/// <param name="Label">The label of the class, such as <c>person</c>.</param>
/// <param name="Score">The confidence: 0..1.</param>
[SuppressMessage("Design", "MA0049:Type name should not match containing namespace", Justification = "The namespace is named after its result.")]
public readonly record struct Detection(Box Box, int Class, string Label, float Score);
