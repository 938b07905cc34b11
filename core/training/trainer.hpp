// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.hpp"
#include "core/engine/plan.hpp"
#include "core/network/network.hpp"
#include "core/training/observer.hpp"
#include "core/training/recipe.hpp"

#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace netwright::training {

class Gate;

/// What a training is made of: values, copied at the start, so that later edits cannot touch it.
struct Training {
    network::Network network;
    Recipe recipe;
    std::shared_ptr<const data::Dataset> dataset;
    std::optional<Checkpoint> from; ///< where to go on
    /// Of implementations, not looked at where the recipe is to be reproducible; null: likewise.
    std::shared_ptr<tensor::Choices> choices = nullptr;
    std::optional<network::Network> generator = {}; ///< where the recipe names one
};

/// How the engine compiles its network.
[[nodiscard]] engine::PlanOptions planOptions(const Training& training);

/// Trains on the calling thread until done, stopped or failed. The observers are called in order; one that
/// hears of an outcome has not always heard of a start.
Outcome train(const Training& training, std::vector<Observer*> observers, std::stop_token stop = {});

/// train() in a thread of its own, with pause. The destructor stops it and waits. The observers must outlive
/// it.
class Trainer {
public:
    Trainer(Training training, std::vector<Observer*> observers);
    ~Trainer();

    void pause(); ///< after the running step
    void resume();
    void stop(); ///< after the running step; a checkpoint is made
    void wait();

private:
    std::unique_ptr<Gate> m_gate; ///< holds the thread while paused
    std::jthread m_thread;
};

} // namespace netwright::training
